import type { Break, ReconcileReport } from './reconcile';
import { wordsOf } from './words';

const event = {
  eventId: 'ev_1',
  eventType: 'payment.captured.v1',
  paymentId: 'pay_1',
  at: '2026-11-22T09:30:00.000Z',
};
const aBreak = (changes: Partial<Break>): Break => ({
  cause: 'amount-differs',
  kind: 'charge',
  reference: 'c1',
  ours: { count: 1, amountMinor: 7927, currency: 'USD' },
  theirs: { count: 1, amountMinor: 7926, feeMinor: 123, currency: 'USD', lineId: 't1' },
  differenceMinor: -1,
  postedFeeMinor: null,
  event,
  since: event.at,
  ageDays: 4,
  ...changes,
});
const report = (changes: Partial<ReconcileReport>): ReconcileReport => ({
  agreed: 2,
  lines: 3,
  totals: [],
  breaks: [],
  position: 117,
  ...changes,
});
const say = (changes: Partial<Break>) => wordsOf(report({ breaks: [aBreak(changes)] }))[0];
const FROM = 'payment.captured.v1 of pay_1, event ev_1; 4 days old';

describe('what a clerk reads', () => {
  it('is both amounts in units of their currency, and by how much they differ', () => {
    expect(say({})).toBe(
      `amount-differs       charge c1: ledger 79.27 USD, processor 79.26 USD (line t1, fee 1.23), difference -0.01; ${FROM}`,
    );
  });

  it.each([
    ['JPY', 'ledger 7927 JPY, processor 7926 JPY (line t1, fee 123), difference -1;'],
    ['KWD', 'ledger 7.927 KWD, processor 7.926 KWD (line t1, fee 0.123), difference -0.001;'],
  ])('has the decimals of %s', (currency, words) => {
    const { ours, theirs } = aBreak({});
    const sides = { ours: { ...ours!, currency }, theirs: { ...theirs!, currency } };
    expect(say(sides)).toContain(words);
  });

  it('is the fee that was posted beside the one that is said now', () => {
    const { ours } = aBreak({});
    const same = { ours: { ...ours!, amountMinor: 7926 }, differenceMinor: 0 };
    expect(say({ ...same, cause: 'fee-differs', postedFeeMinor: 120 })).toBe(
      `fee-differs          charge c1: ledger 79.26 USD, processor 79.26 USD (line t1, fee 1.23), fee posted 1.20, difference 0.03; ${FROM}`,
    );
  });

  it('is how many lines or entries there are of one movement', () => {
    const theirs = { count: 2, amountMinor: 15852, feeMinor: 0, currency: 'USD', lineId: 't2' };
    const ours = { count: 3, amountMinor: 23781, currency: 'USD' };
    expect(say({ cause: 'duplicate', ours, theirs })).toContain(
      'ledger 237.81 USD in 3 entries, processor 158.52 USD (2 lines, the last t2, fee 0.00)',
    );
  });

  it('is who does not have it, and that nobody dates it', () => {
    const nothing = { ours: null, event: null, since: null, ageDays: null } as const;
    expect(say({ ...nothing, cause: 'missing-in-ledger', differenceMinor: 7926 })).toBe(
      'missing-in-ledger    charge c1: not in the ledger, processor 79.26 USD (line t1, fee 1.23); no event; age unknown',
    );
    expect(say({ theirs: null, cause: 'timing' })).toContain('79.27 USD, not at the processor;');
  });

  it('ends with the sums of each currency, and which causes they differ by', () => {
    const totals = [
      { currency: 'JPY', ledgerMinor: 500, processorMinor: 500, differenceMinor: 0 },
      { currency: 'USD', ledgerMinor: 15854, processorMinor: 7926, differenceMinor: -7928 },
    ];
    const missing = { theirs: null, cause: 'timing', reference: 'c2' } as const;
    const words = wordsOf(report({ totals, breaks: [aBreak({}), aBreak(missing)] }));
    expect(words.slice(2)).toEqual([
      'JPY: ledger 500, processor 500, difference 0',
      'USD: ledger 158.54, processor 79.26, difference -79.28 (amount-differs -0.01, timing -79.27)',
      '2 movements agree, 2 differ; 3 lines, the record up to position 117',
    ]);
  });
});
