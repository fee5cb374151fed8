import { type Instant, addMs } from '@continuo/kernel/instant';
import { type RawDecline, classify } from './decline-codes';
import { capReached, ANY_NETWORK, NETWORK_CAPS } from './network-caps';
import { type DeclineFacts, planRetry } from './plan-retry';
import { BUILT_IN_POLICY, type PolicyTerms, scheduleOf } from './policy';
import { bestMoment } from './retry-calendar';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NOW = '2026-11-22T15:30:00.000Z';
const ZONE = 'America/New_York';

const raw = (changes: Partial<RawDecline> = {}): RawDecline => ({
  decline: 'soft',
  code: 'declined',
  network: 'other',
  networkCode: null,
  advice: null,
  ...changes,
});

describe('what a decline means', () => {
  it.each([
    ['visa', '41', 'never'],
    ['visa', 'R1', 'never'],
    ['visa', '51', 'no-funds'],
    ['visa', '54', 'new-details'],
    ['visa', '91', 'unavailable'],
    ['visa', '05', 'refused'],
    ['mastercard', '78', 'never'],
    ['visa', '78', 'refused'],
    ['amex', '200', 'never'],
    ['amex', '101', 'new-details'],
    ['amex', '51', 'refused'],
    ['discover', '43', 'never'],
    ['other', '14', 'never'],
  ] as const)('%s says %s: %s', (network, networkCode, expected) => {
    expect(classify(raw({ network, networkCode }))).toBe(expected);
  });

  it.each([
    ['insufficient_funds', 'no-funds'],
    ['stolen_card', 'never'],
    ['expired_card', 'new-details'],
    ['issuer_not_available', 'unavailable'],
    ['something_new', 'refused'],
  ] as const)('a gateway says %s: %s', (code, expected) => {
    expect(classify(raw({ code }))).toBe(expected);
  });

  it('is the strictest of all that is said', () => {
    expect(classify(raw({ decline: 'hard', code: 'insufficient_funds' }))).toBe('never');
    expect(classify(raw({ code: 'insufficient_funds', network: 'visa', networkCode: '43' }))).toBe(
      'never',
    );
    const mastercard = { network: 'mastercard', networkCode: '51' } as const;
    expect(classify(raw({ ...mastercard, advice: '03' }))).toBe('never');
    expect(classify(raw({ ...mastercard, advice: '21' }))).toBe('never');
    expect(classify(raw({ ...mastercard, advice: '01' }))).toBe('new-details');
    expect(classify(raw({ network: 'visa', networkCode: '51', advice: '03' }))).toBe('no-funds');
  });
});

const facts = (changes: Partial<DeclineFacts> = {}): DeclineFacts => ({
  raw: raw({ code: 'insufficient_funds' }),
  zone: ZONE,
  firstTryAt: NOW,
  triesMade: 1,
  triesOnCard: [NOW],
  now: NOW,
  ...changes,
});

describe('when it is tried again', () => {
  it.each([
    ['24', HOUR],
    ['25', 24 * HOUR],
    ['26', 2 * DAY],
    ['27', 4 * DAY],
    ['28', 6 * DAY],
    ['29', 8 * DAY],
    ['30', 10 * DAY],
  ])('waits as Mastercard advises by %s', (advice, waitMs) => {
    const told = raw({ network: 'mastercard', networkCode: '51', advice });
    expect(planRetry(BUILT_IN_POLICY, facts({ raw: told }))).toMatchObject({
      at: addMs(NOW, waitMs),
      setBy: 'network-advice',
    });
  });

  it('does not take advice of a network that gives none', () => {
    const told = raw({ network: 'visa', networkCode: '51', advice: '24' });
    expect(planRetry(BUILT_IN_POLICY, facts({ raw: told }))).toMatchObject({ at: addMs(NOW, DAY) });
  });

  it('ends with the schedule, and says so', () => {
    expect(planRetry(BUILT_IN_POLICY, facts({ triesMade: 4 }))).toMatchObject({ triesLeft: 0 });
    expect(planRetry(BUILT_IN_POLICY, facts({ triesMade: 5 }))).toEqual({
      again: false,
      declineClass: 'no-funds',
      because: 'schedule-used-up',
    });
  });

  it('needs new details for an expired card', () => {
    expect(planRetry(BUILT_IN_POLICY, facts({ raw: raw({ code: 'expired_card' }) }))).toMatchObject(
      { again: false, because: 'new-details-needed' },
    );
  });

  it('takes the schedule of the network before that for all', () => {
    const policy: PolicyTerms = {
      ...BUILT_IN_POLICY,
      schedules: [
        { declineClass: 'no-funds', network: null, afterHours: [24] },
        { declineClass: 'no-funds', network: 'visa', afterHours: [48, 96] },
      ],
    };
    expect(scheduleOf(policy, 'no-funds', 'visa')).toEqual([48, 96]);
    expect(scheduleOf(policy, 'no-funds', 'amex')).toEqual([24]);
    expect(scheduleOf(policy, 'refused', 'amex')).toEqual([]);
  });

  const tries = (count: number, everyMs: number): Instant[] =>
    Array.from({ length: count }, (_, index) => addMs(NOW, -index * everyMs));

  it('never makes the sixteenth try in thirty days, whatever the policy', () => {
    const greedy = { ...BUILT_IN_POLICY, cap: { tries: 99, days: 1 } };
    const before = facts({ triesOnCard: tries(15, HOUR) });
    expect(planRetry(greedy, before)).toMatchObject({ again: false, because: 'cap' });
    expect(planRetry(greedy, facts({ triesOnCard: tries(14, HOUR) })).again).toBe(true);
  });

  it('obeys the tightest cap', () => {
    const tight = { ...BUILT_IN_POLICY, cap: { tries: 3, days: 7 } };
    expect(planRetry(tight, facts({ triesOnCard: tries(3, HOUR) }))).toMatchObject({
      because: 'cap',
    });
    expect(capReached(tries(10, HOUR), addMs(NOW, HOUR), NETWORK_CAPS.mastercard)).toBe(true);
    expect(capReached(tries(10, HOUR), addMs(NOW, HOUR), NETWORK_CAPS.visa)).toBe(false);
    expect(capReached(tries(10, HOUR), addMs(NOW, HOUR), ANY_NETWORK)).toBe(true);
  });
});

describe('the retry calendar', () => {
  const calendar = { bestHour: 10, payDays: [1, 15, 31], payDayWithinDays: 3 };

  it('waits for the best hour where the customer is', () => {
    // 15:30 UTC is 10:30 in New York: ten o'clock is over there, and still ahead in Los Angeles.
    expect(bestMoment(calendar, 'refused', ZONE, NOW)).toBe('2026-11-23T15:00:00.000Z');
    expect(bestMoment(calendar, 'refused', 'America/Los_Angeles', NOW)).toBe(
      '2026-11-22T18:00:00.000Z',
    );
  });

  it('waits for a pay day for want of funds only, and only so long', () => {
    const earliest = '2026-11-28T09:00:00.000Z';
    expect(bestMoment(calendar, 'no-funds', ZONE, earliest)).toBe('2026-11-30T15:00:00.000Z');
    expect(bestMoment(calendar, 'refused', ZONE, earliest)).toBe('2026-11-28T15:00:00.000Z');
    expect(bestMoment(calendar, 'no-funds', ZONE, '2026-11-22T09:00:00.000Z')).toBe(
      '2026-11-22T15:00:00.000Z',
    );
  });

  it('keeps the hour over the change to winter time', () => {
    const zone = 'America/New_York';
    expect(bestMoment(calendar, 'refused', zone, '2026-10-31T15:00:00.000Z')).toBe(
      '2026-11-01T15:00:00.000Z',
    );
    expect(bestMoment(calendar, 'refused', zone, '2026-10-30T15:00:00.000Z')).toBe(
      '2026-10-31T14:00:00.000Z',
    );
  });

  it('leaves the moment alone where no hour is named', () => {
    expect(bestMoment(BUILT_IN_POLICY, 'no-funds', ZONE, NOW)).toBe(NOW);
  });
});
