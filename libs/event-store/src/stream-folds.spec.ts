import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DomainError } from '@continuo/kernel/domain-error';
import { aContext } from '@continuo/testing/examples';
import type { Aggregate } from './aggregate';
import { CommandRunner } from './command-runner';
import type { EventStore } from './event-store';
import { SqliteEventStore } from './sqlite/sqlite-event-store';

interface Opened {
  readonly type: 'door.opened.v1' | 'door.closed.v1';
  readonly data: object;
}

const DOOR: Aggregate<'open' | 'close', Opened, boolean> = {
  category: 'door',
  decider: {
    decide: (command, open) => {
      if (command === 'open') return open ? [] : [{ type: 'door.opened.v1', data: {} }];
      if (!open) throw new DomainError('door-closed', 'It is closed.');
      return [{ type: 'door.closed.v1', data: {} }];
    },
    evolve: (_, event) => event.type === 'door.opened.v1',
    initialState: () => false,
  },
  events: { 'door.opened.v1': true, 'door.closed.v1': true },
};

describe('streams that other processes append to as well', () => {
  let directory: string;
  let store: EventStore;
  let here: CommandRunner;
  let there: CommandRunner;
  let commands = 0;
  const run = (
    runner: CommandRunner,
    command: 'open' | 'close',
    commandId = `c-${(commands += 1)}`,
  ) => runner.execute(DOOR, 'front', command, aContext({ commandId }));

  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), 'continuo-'));
    store = await SqliteEventStore.open({ file: join(directory, 'record.db') });
    here = new CommandRunner(store, { shared: true });
    there = new CommandRunner(store, { shared: true });
    await run(here, 'open', 'opened-here');
  });
  afterEach(async () => {
    await store.close();
    rmSync(directory, { recursive: true });
  });

  it('are shown as they are now, though an older fold is in memory', async () => {
    await run(there, 'close');
    expect(await here.load(DOOR, 'front')).toEqual(
      expect.objectContaining({ state: false, revision: 1 }),
    );
  });

  it('have no command refused for what is no longer so', async () => {
    await run(there, 'close');
    await run(there, 'open');
    const outcome = await run(here, 'close');
    expect(outcome).toMatchObject({ state: false, revision: 3 });
  });

  it('have no command passed over for what is no longer so', async () => {
    await run(there, 'close');
    const outcome = await run(here, 'open');
    expect(outcome.events).toHaveLength(1);
  });

  it('have a command carried out once, wherever it comes again', async () => {
    await run(there, 'close');
    const outcome = await run(there, 'open', 'opened-here');
    expect(outcome).toMatchObject({ state: false, revision: 1, events: [] });
  });

  it('are read after an append as well: another process may have written it first, in its own words', async () => {
    const read = jest.spyOn(store, 'readStream');
    await here.load(DOOR, 'front');
    expect(read).toHaveBeenCalledWith('door-front', { fromRevision: 0 });
  });

  it('are read from where the fold ends, not from the beginning', async () => {
    await here.load(DOOR, 'front');
    const read = jest.spyOn(store, 'readStream');
    await here.load(DOOR, 'front');
    expect(read).toHaveBeenCalledWith('door-front', { fromRevision: 1 });
  });
});
