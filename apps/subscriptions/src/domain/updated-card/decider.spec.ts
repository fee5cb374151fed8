import { given } from '@continuo/testing/decider';
import { type UpdatedCardEvent, updatedCardDecider } from './decider';

const data = { token: 'pm_old', newToken: 'pm_new', sequence: 2 };
const replaced: UpdatedCardEvent = { type: 'updated-card.replaced.v1', data };

describe('a card with another token', () => {
  it('is noted once', () => {
    given(updatedCardDecider, []).when(data).then([replaced]);
    given(updatedCardDecider, [replaced]).when(data).thenNothing();
  });

  it('keeps what was said last, whatever arrives last', () => {
    const earlier = { ...data, newToken: 'pm_earlier', sequence: 1 };
    given(updatedCardDecider, [replaced]).when(earlier).thenNothing();
    const later = { ...data, newToken: 'pm_later', sequence: 3 };
    given(updatedCardDecider, [replaced])
      .when(later)
      .then([{ type: 'updated-card.replaced.v1', data: later }]);
  });
});
