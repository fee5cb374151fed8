import { MemoryRecord } from '@continuo/testing/memory-record';
import { PaymentStory, SILENCE, ship, succeeded } from '@continuo/payments/testing/payment-story';
import type { BreakCause } from '@continuo/payments/domain/reconciliation/breaks';
import type { SettlementLine } from '@continuo/payments/domain/settlement/line';
import * as fc from 'fast-check';
import { reconcile, widened } from './reconcile';

const AT = '2026-11-22T09:30:00.000Z';
const LATER = '2026-12-22T09:30:00.000Z';

/** A sale of 105.01 USD, captured as c1, of which 10.00 came back as r1. */
const sale = () =>
  new PaymentStory()
    .answer(succeeded())
    .do(ship('pkg_1', 3))
    .answer(succeeded('c1'))
    .do({ type: 'request-refund', refundId: 'ref_1', amountMinor: 1000, reason: 'dent' })
    .answer(succeeded('r1'));

const line = (changes: Partial<SettlementLine> = {}): SettlementLine => ({
  lineId: 'txn_1',
  kind: 'charge',
  reference: 'c1',
  amountMinor: 10501,
  feeMinor: 335,
  currency: 'USD',
  settledAt: null,
  idempotencyKey: null,
  ...changes,
});
const back = (changes: Partial<SettlementLine> = {}) =>
  line({
    lineId: 'txn_2',
    kind: 'refund',
    reference: 'r1',
    amountMinor: -1000,
    feeMinor: 0,
    ...changes,
  });

async function recordOf(story: PaymentStory, reported: readonly SettlementLine[] = []) {
  const record = new MemoryRecord();
  await record.append('payment-pay_1', story.events, { effectiveAt: AT });
  for (const each of reported) {
    const data = { ...each, reportId: 'srp_1', processor: 'acme' };
    const type = 'settlement-line.reported.v1';
    await record.append(`settlementline-${each.lineId}`, [{ type, data }], { effectiveAt: AT });
  }
  return record;
}

async function* from(lines: readonly SettlementLine[]) {
  yield* lines;
}

async function breaks(
  lines: readonly SettlementLine[],
  { story = sale(), now = LATER, reported = [] as readonly SettlementLine[] } = {},
) {
  return reconcile(await recordOf(story, reported), { lines: from(lines), now });
}

describe('what the processor says beside the ledger', () => {
  it('agrees', async () => {
    const { agreed, breaks: found } = await breaks([line(), back()]);
    expect([agreed, found]).toEqual([2, []]);
  });

  const CASES: readonly (readonly [string, BreakCause, readonly SettlementLine[]])[] = [
    ['it lacks a charge of ours', 'missing-at-processor', [back()]],
    ['it lacks a refund of ours', 'missing-at-processor', [line()]],
    ['it took another amount', 'amount-differs', [line({ amountMinor: 10500 }), back()]],
    ['it took another currency', 'currency-differs', [line({ currency: 'CAD' }), back()]],
    ['it took twice', 'duplicate', [line(), line({ lineId: 'txn_3' }), back()]],
    [
      'it took what we know nothing of',
      'missing-in-ledger',
      [line(), back(), line({ reference: 'c9', lineId: 't9' })],
    ],
  ];
  it.each(CASES)('differs when %s: %s', async (_, cause, lines) => {
    const { breaks: found } = await breaks(lines);
    expect(found.map((each) => each.cause)).toEqual([cause]);
    const [first] = found;
    if (cause === 'missing-in-ledger') return expect(first).toMatchObject({ event: null });
    expect(first).toMatchObject({
      since: AT,
      ageDays: 30,
      event: {
        paymentId: 'pay_1',
        eventType: expect.stringMatching(/captured|refunded/) as string,
      },
    });
  });

  it('differs when the ledger has posted another fee', async () => {
    const { breaks: found } = await breaks([line({ feeMinor: 400 }), back()], {
      reported: [line(), back()],
    });
    expect(found).toMatchObject([
      { cause: 'fee-differs', postedFeeMinor: 335, theirs: { feeMinor: 400 } },
    ]);
  });

  it('says by how much, how many lines, and what moved in all', async () => {
    const lines = [line({ amountMinor: 10500 }), back(), back({ lineId: 'txn_3' })];
    const { breaks: found, totals } = await breaks(lines);
    expect(found).toMatchObject([
      { cause: 'amount-differs', differenceMinor: -1, theirs: { count: 1 } },
      { cause: 'duplicate', differenceMinor: -1000, ours: { count: 1 }, theirs: { count: 2 } },
    ]);
    const sums = { ledgerMinor: 9501, processorMinor: 8500, differenceMinor: -1001 };
    expect(totals).toEqual([{ currency: 'USD', ...sums }]);
  });

  it('counts the age of what nobody dates from its first report', async () => {
    const ghost = line({ reference: 'c9', lineId: 't9' });
    const record = await recordOf(sale(), [line(), back(), ghost]);
    const { breaks: found } = await reconcile(record, { now: LATER });
    expect(found).toMatchObject([{ cause: 'missing-in-ledger', since: AT, ageDays: 30 }]);
    expect((await breaks([line(), back(), ghost])).breaks).toMatchObject([{ ageDays: null }]);
  });

  it('keeps the difference of a currency equal to those of its breaks', async () => {
    const anyLine = fc.record({
      reference: fc.constantFrom('c1', 'c2', 'c3'),
      amountMinor: fc.integer({ min: 1, max: 20_000 }),
      feeMinor: fc.integer({ min: -300, max: 300 }),
      currency: fc.constantFrom('USD', 'JPY', 'KWD'),
    });
    const record = await recordOf(sale());
    const anyLines = fc.uniqueArray(anyLine, { selector: ({ reference }) => reference });
    await fc.assert(
      fc.asyncProperty(anyLines, async (some) => {
        const lines = some.map((each, index) => line({ ...each, lineId: `t${index}` }));
        const { totals, breaks: found } = await reconcile(record, {
          lines: from(lines),
          now: LATER,
        });
        for (const { currency, ledgerMinor, processorMinor, differenceMinor } of totals) {
          expect(differenceMinor).toBe(processorMinor - ledgerMinor);
          const ofBreaks = found.reduce((sum, { ours, theirs }) => {
            const minor = (side: typeof ours | typeof theirs) =>
              side?.currency === currency ? side.amountMinor : 0;
            return sum + minor(theirs) - minor(ours);
          }, 0);
          expect(ofBreaks).toBe(differenceMinor);
        }
      }),
    );
  });

  it('waits for what is on its way', async () => {
    const { breaks: found } = await breaks([line()], { now: '2026-11-24T09:30:00.000Z' });
    expect(found).toMatchObject([{ cause: 'timing', kind: 'refund', ageDays: 2 }]);
  });

  it('waits for the outcome of an attempt, and names it', async () => {
    const story = new PaymentStory().answer(succeeded()).do(ship('pkg_1', 3)).answer(SILENCE);
    const { idempotencyKey } = story.state.attempts.at(-1)!;
    const { breaks: found } = await breaks([line({ idempotencyKey })], { story });
    expect(found).toMatchObject([
      { cause: 'timing', event: { eventType: 'payment.attempt-recorded.v1', paymentId: 'pay_1' } },
    ]);
  });

  it('misses of a file what lies in its time only', async () => {
    const early = [
      line({ reference: 'c0', settledAt: '2026-10-01T00:00:00.000Z' }),
      line({ reference: 'c00', lineId: 't0', settledAt: '2026-10-31T00:00:00.000Z' }),
    ];
    const causes = (found: readonly { cause: string; reference: string }[]) =>
      found.map(({ cause, reference }) => `${cause} ${reference}`);
    expect(causes((await breaks(early)).breaks)).toEqual([
      'missing-in-ledger c0',
      'missing-in-ledger c00',
    ]);
    const around = [
      line({ settledAt: '2026-11-22T00:00:00.000Z' }),
      line({ reference: 'c00', lineId: 't0', settledAt: '2026-11-30T00:00:00.000Z' }),
    ];
    expect(causes((await breaks(around)).breaks)).toEqual([
      'missing-at-processor r1',
      'missing-in-ledger c00',
    ]);
  });

  it('leaves out what lies outside the period that was asked for, though it finds its other side', async () => {
    const covered = { from: '2026-11-22T00:00:00.000Z', until: '2026-11-23T00:00:00.000Z' };
    expect(widened(covered)).toEqual({
      from: '2026-11-16T00:00:00.000Z',
      until: '2026-11-29T00:00:00.000Z',
    });
    const lines = [
      // Ours was found out days after it had moved.
      line({ settledAt: '2026-11-18T00:00:00.000Z' }),
      line({ reference: 'c8', lineId: 't8', settledAt: '2026-11-21T23:59:59.000Z' }),
      line({ reference: 'c9', lineId: 't9', settledAt: '2026-11-22T00:00:00.000Z' }),
    ];
    const asked = { lines: from(lines), now: LATER, covered };
    const { agreed, breaks: found, lines: count } = await reconcile(await recordOf(sale()), asked);
    expect([agreed, count]).toEqual([0, 1]);
    expect(found.map(({ cause, reference }) => `${cause} ${reference}`)).toEqual([
      'missing-at-processor r1',
      'missing-in-ledger c9',
    ]);
  });

  it('takes the reports in the record where nothing else is given', async () => {
    const record = await recordOf(sale(), [line(), back({ amountMinor: -999 })]);
    const { agreed, breaks: found } = await reconcile(record, { now: LATER });
    expect([agreed, found.map(({ cause }) => cause)]).toEqual([1, ['amount-differs']]);
  });
});
