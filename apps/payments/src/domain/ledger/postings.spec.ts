import { aLine } from '../../testing/examples';
import { PaymentStory, ship, succeeded } from '../../testing/payment-story';
import type { Account } from './accounts';
import { type LedgerEvent, postingsOf } from './postings';

function balances(story: PaymentStory): Partial<Record<Account, number>> {
  const sums: Partial<Record<Account, number>> = {};
  for (const { account, amountMinor } of story.events.flatMap(postingsOf)) {
    sums[account] = (sums[account] ?? 0) + amountMinor;
  }
  return sums;
}

const SALE = { 'revenue-product': -9000, 'revenue-shipping': -700, 'tax-payable': -801 };

describe('the ledger of a sale', () => {
  it('has nothing to say about an authorisation', () => {
    expect(balances(new PaymentStory().answer(succeeded()))).toEqual({});
  });

  it('claims what has left and settles what was taken', () => {
    const story = new PaymentStory().answer(succeeded());
    for (const number of [1, 2, 3])
      story.do(ship(`pkg_${number}`, 1)).answer(succeeded(`c${number}`));
    expect(balances(story)).toEqual({ ...SALE, 'cash-clearing': 10501, receivable: 0 });
  });

  const lines = [aLine({ instalmentsMinor: [3501, 3500, 3500] })];

  it('keeps a claim on the instalments to come', () => {
    const story = new PaymentStory({ lines })
      .answer(succeeded())
      .do(ship('pkg_1', 3))
      .answer(succeeded('c1'));
    expect(balances(story)).toEqual({ ...SALE, 'cash-clearing': 3501, receivable: 7000 });
    story.whenDue().answer(succeeded('c2')).whenDue().answer(succeeded('c3'));
    expect(balances(story)).toMatchObject({ 'cash-clearing': 10501, receivable: 0 });
  });

  it('owes no tax and claims nothing when everything came back', () => {
    const story = new PaymentStory({ lines })
      .answer(succeeded())
      .do(ship('pkg_1', 3))
      .answer(succeeded('c1'));
    story
      .do({ type: 'request-refund', refundId: 'ref_1', reason: 'returned' })
      .answer(succeeded('r1'));
    expect(balances(story)).toEqual({
      ...SALE,
      'tax-payable': 0,
      refunds: 9700,
      receivable: 0,
      'cash-clearing': 0,
    });
  });

  it('gives back no more tax than was taken, when part of a claim was waived in between', () => {
    const taxed = aLine({
      quantity: 1,
      goodsMinor: 0,
      shippingMinor: 76,
      taxMinor: 369,
      totalMinor: 445,
      instalmentsMinor: [223, 222],
    });
    const story = new PaymentStory({ lines: [taxed] })
      .answer(succeeded())
      .do(ship('pkg_1', 1))
      .answer(succeeded('c1'));
    const back = (refundId: string, line: object) =>
      story
        .do({ type: 'request-refund', refundId, lines: [{ lineId: 'l1', ...line }], reason: 'r' })
        .answer(succeeded(refundId));
    back('r1', { quantity: 1, amountMinor: 2 });
    back('r2', {});
    expect(balances(story)).toMatchObject({
      'tax-payable': 0,
      receivable: 0,
      'cash-clearing': 0,
      refunds: 76,
    });
  });
});

describe('a dispute', () => {
  const ref = { paymentId: 'pay_1', orderId: 'ord_1', origin: { kind: 'call' }, currency: 'USD' };
  const dispute = { ...ref, disputeId: 'dis_1', reference: 'dp_1', amountMinor: 10501 } as const;
  const sums = (events: readonly LedgerEvent[]) => {
    const by: Record<string, number> = {};
    for (const { account, amountMinor } of events.flatMap(postingsOf))
      by[account] = (by[account] ?? 0) + amountMinor;
    return by;
  };
  const opened = { type: 'payment.dispute-opened.v1', data: dispute } as LedgerEvent;

  it('holds the money of a dispute apart until it is decided', () => {
    expect(sums([opened])).toEqual({ 'disputed-funds': 10501, 'cash-clearing': -10501 });
    const won = { type: 'payment.dispute-won.v1', data: dispute } as LedgerEvent;
    expect(sums([opened, won])).toEqual({ 'disputed-funds': 0, 'cash-clearing': 0 });
    const lost = { type: 'payment.dispute-lost.v1', data: dispute } as LedgerEvent;
    expect(sums([opened, lost])).toEqual({
      'disputed-funds': 0,
      'cash-clearing': -10501,
      'dispute-losses': 10501,
    });
  });
});
