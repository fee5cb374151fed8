import type { Decider } from '@continuo/kernel/decider';
import { DomainError } from '@continuo/kernel/domain-error';
import { given } from './decider';

type Opened = { type: 'door.opened.v1'; data: { by: string } };

const door: Decider<{ by: string }, Opened, { openedBy?: string }> = {
  initialState: () => ({}),
  decide: (command, state) => {
    if (state.openedBy === command.by) return [];
    if (state.openedBy)
      throw new DomainError('door-open', 'Open.', 'conflict', { by: state.openedBy });
    return [{ type: 'door.opened.v1', data: { by: command.by } }];
  },
  evolve: (_, event) => ({ openedBy: event.data.by }),
};
const openedByAnn: Opened = { type: 'door.opened.v1', data: { by: 'ann' } };

describe('given/when/then', () => {
  it('tells done, ignored and refused apart', () => {
    const outcome = given(door, []).when({ by: 'ann' }).then([openedByAnn]);
    expect(outcome.state).toEqual({ openedBy: 'ann' });
    given(door, [openedByAnn]).when({ by: 'ann' }).thenNothing();
    given(door, [openedByAnn]).when({ by: 'bob' }).thenFails('door-open', { by: 'ann' });
  });

  it('fails when the outcome is another', () => {
    expect(() => given(door, []).when({ by: 'ann' }).thenNothing()).toThrow();
    expect(() => given(door, []).when({ by: 'ann' }).thenFails('door-open')).toThrow(
      'expected door-open',
    );
    expect(() => given(door, [openedByAnn]).when({ by: 'bob' }).then([])).toThrow('Open.');
    expect(() => given(door, [openedByAnn]).when({ by: 'bob' }).thenFails('other')).toThrow();
  });
});
