import { anOrder } from '../../testing/examples';
import { DAY, PaymentStory, SILENCE, declined, ship, succeeded } from '../../testing/payment-story';
import type { Finding } from './events';
import { openAttempt } from './state';

/** A payment whose first authorisation nobody tells about. */
function withAPerson(): PaymentStory {
  const story = new PaymentStory().answer(SILENCE);
  while (story.due !== null) {
    story.now = story.due;
    story.answer(SILENCE, 'record-lookup');
  }
  return story;
}

const find = (story: PaymentStory, outcome: Finding, reference?: string) =>
  story.do({
    type: 'settle-matter',
    attemptId: openAttempt(story.state)?.attemptId ?? story.state.attempts.at(-1)!.attemptId,
    outcome,
    reference,
    reason: 'looked it up',
  });

describe('an outcome that no gateway tells', () => {
  it('is asked for seven times and then handed over, once', () => {
    const story = withAPerson();
    expect(story.events.filter(({ type }) => type.includes('handed'))).toHaveLength(1);
    expect(story.answer(SILENCE, 'record-lookup').types).toEqual([]);
  });

  it('is what a person found: it succeeded, under this reference', () => {
    const story = find(withAPerson(), 'succeeded', 'pi_found');
    expect(story.types).toEqual(['matter-settled', 'authorised']);
    expect(story.state.authorisation?.reference).toBe('pi_found');
  });

  it('is what a person found: it did not happen, and a new card may be tried', () => {
    const story = find(withAPerson(), 'declined');
    expect(story.types).toEqual(['matter-settled', 'declined', 'decline-judged']);
    expect(story.find('payment.declined.v1')).toMatchObject({ code: 'settled_by_a_person' });
    story.do({
      type: 'replace-method',
      method: { ...story.state.method, token: 'pm_2' },
      triesOnCard: [],
    });
    expect(story.types).toEqual(['method-replaced', 'attempt-recorded']);
  });

  it('is still believed of the gateway, when that tells at last', () => {
    expect(withAPerson().answer(succeeded(), 'record-lookup').types).toEqual(['authorised']);
  });

  it.each([
    ['before the gateway was asked enough', () => new PaymentStory().answer(SILENCE), 'declined'],
    ['while the call is under way', () => new PaymentStory(), 'declined'],
    ['of what was answered', () => new PaymentStory().answer(succeeded()), 'succeeded'],
    ['as no more than noted', withAPerson, 'noted'],
  ] as const)('is not a person’s to say %s', (_, story, outcome) => {
    expect(() => find(story(), outcome, 'pi_1')).toThrow(
      expect.objectContaining({ code: 'attempt-not-with-a-person' }),
    );
  });

  it('is refused without a reference, and for an attempt that there is not', () => {
    expect(() => find(withAPerson(), 'succeeded')).toThrow(
      expect.objectContaining({ code: 'reference-missing' }),
    );
    const asked = { attemptId: 'att_9', outcome: 'noted', reason: 'x' } as const;
    expect(() => withAPerson().do({ type: 'settle-matter', ...asked })).toThrow(
      expect.objectContaining({ code: 'attempt-not-found' }),
    );
  });
});

describe('a capture that the gateway declines for good', () => {
  it('is handed over, and noted when somebody has dealt with it', () => {
    const story = new PaymentStory().answer(succeeded()).do(ship('pkg_1', 3));
    story.answer(declined('hard')).answer(succeeded('again')).answer(declined('hard'));
    expect(story.types).toContain('handed-to-a-person');
    expect(find(story, 'noted').types).toEqual(['matter-settled']);
  });
});

describe('a payment whose new card is at another account', () => {
  it('is refunded where the money was taken, and charged where the card is', () => {
    const instalments = anOrder({
      lines: [{ ...anOrder().lines[0]!, instalmentsMinor: [5251, 5250] }],
    });
    const story = new PaymentStory(instalments).answer(succeeded('old')).do(ship('pkg_1', 3));
    story.answer(succeeded('taken')).whenDue().answer(declined('hard'));
    const method = { ...story.state.method, token: 'pm_2' };
    story.do({ type: 'replace-method', method, account: 'stripe-us', triesOnCard: [] });
    expect(story.types).toEqual(['method-replaced', 'routed', 'attempt-recorded']);
    expect(openAttempt(story.state)).toMatchObject({ kind: 'charge', account: 'stripe-us' });
    story.answer(succeeded('second')).after(DAY);
    story.do({ type: 'request-refund', refundId: 'ref_1', amountMinor: 6000, reason: 'late' });
    expect(openAttempt(story.state)).toMatchObject({ on: 'taken', account: 'simulator' });
    story.answer(succeeded('back'));
    expect(openAttempt(story.state)).toMatchObject({ on: 'second', account: 'stripe-us' });
  });
});
