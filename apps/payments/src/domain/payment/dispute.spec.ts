import { aLine } from '../../testing/examples';
import {
  PaymentStory as Payment,
  declined as no,
  ship,
  succeeded as ok,
} from '../../testing/payment-story';

const dispute = (amountMinor = 10501, changes: object = {}) =>
  ({
    type: 'open-dispute',
    disputeId: 'dsp_1',
    reference: 'dp_1',
    on: 'c',
    amountMinor,
    currency: 'USD',
    ...changes,
  }) as const;
const close = (outcome: 'won' | 'lost') =>
  ({ type: 'close-dispute', disputeId: 'dsp_1', outcome }) as const;
const refund = (refundId: string, amountMinor?: number) =>
  ({ type: 'request-refund', refundId, amountMinor, reason: 'r' }) as const;

const paid = () => new Payment().answer(ok()).do(ship('pkg_1', 3)).answer(ok('c'));
const code = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    return (error as { code: string }).code;
  }
  return 'nothing thrown';
};

describe('a dispute', () => {
  it('holds the money of a charge, line by line, tax included', () => {
    const payment = paid().do(dispute());
    expect(payment.find('payment.dispute-opened.v1')).toMatchObject({
      amountMinor: 10501,
      overpaidMinor: 0,
      lines: [
        { lineId: 'l1', amountMinor: 10501, goodsMinor: 9000, shippingMinor: 700, taxMinor: 801 },
      ],
    });
    expect(code(() => payment.do(refund('ref_1')))).toBe('nothing-to-refund');
    expect(code(() => payment.do(refund('ref_1', 1)))).toBe('nothing-to-refund');
  });

  it('leaves what it does not hold to be refunded', () => {
    const payment = paid().do(dispute(10_000));
    expect(code(() => payment.do(refund('ref_1', 502)))).toBe('refund-exceeds-captured');
    payment.do(refund('ref_2', 501));
    expect(payment.types).toEqual(['refund-requested', 'attempt-recorded']);
  });

  it('by hand is for no more than was charged, or than a deposit may have been', () => {
    const byHand = { byHand: true };
    expect(code(() => paid().do(dispute(10_502, byHand)))).toBe('dispute-exceeds-charge');
    expect(paid().do(dispute(10_501, byHand)).types).toEqual(['dispute-opened']);
    const told = paid().do(dispute(10_502)).find('payment.dispute-opened.v1');
    expect(told.overpaidMinor).toBe(1);
    const deposit = new Payment({}, undefined, 0, 1000).answer(ok('d')).answer(ok('a'));
    const on = { ...byHand, on: 'd' };
    expect(code(() => deposit.do(dispute(10_502, on)))).toBe('dispute-exceeds-charge');
    expect(deposit.do(dispute(1000, on)).types).toEqual(['dispute-opened']);
  });

  it('changes nothing when it is reported again', () => {
    expect(paid().do(dispute()).do(dispute()).last).toEqual([]);
  });

  it('gives the money free when it is won', () => {
    const payment = paid().do(dispute()).do(close('won'));
    expect(payment.find('payment.dispute-won.v1')).toMatchObject({ amountMinor: 10501 });
    expect(payment.do(close('won')).last).toEqual([]);
    payment.do(refund('ref_1')).answer(ok('r'));
    expect(payment.types).toContain('refunded');
  });

  it('keeps it from ever being refunded when it is lost', () => {
    const payment = paid().do(dispute()).do(close('lost'));
    expect(payment.find('payment.dispute-lost.v1')).toMatchObject({
      amountMinor: 10501,
      overpaidMinor: 0,
    });
    expect(code(() => payment.do(refund('ref_1')))).toBe('nothing-to-refund');
    expect(code(() => payment.do(close('won')))).toBe('dispute-closed');
  });

  it('is no loss as far as the money had been refunded before', () => {
    const payment = paid().do(refund('ref_1', 4000)).answer(ok('r')).do(dispute());
    expect(payment.find('payment.dispute-opened.v1')).toMatchObject({
      amountMinor: 10501,
      overpaidMinor: 4000,
    });
    payment.do(close('lost'));
    expect(payment.find('payment.dispute-lost.v1')).toMatchObject({
      amountMinor: 6501,
      overpaidMinor: 4000,
    });
  });

  it('counts a refund that was under way when it was opened, once it is known', () => {
    const refunding = () => paid().do(refund('ref_1', 4000)).do(dispute());
    const refunded = refunding().answer(ok('r')).do(close('lost'));
    expect(refunded.find('payment.dispute-lost.v1').amountMinor).toBe(6501);
    const refused = refunding().answer(no()).do(close('lost'));
    expect(refused.find('payment.dispute-lost.v1')).toMatchObject({
      amountMinor: 10501,
      overpaidMinor: 0,
    });
  });

  it('withdraws a refund that was promised and not sent', () => {
    const payment = new Payment({ lines: [aLine()] }).answer(ok());
    payment.do(ship('pkg_1', 1)).answer(ok('c')).do(ship('pkg_2', 2)).answer(ok('d'));
    payment.do(refund('ref_1'));
    expect(payment.state.toRefund.map(({ on }) => on)).toEqual(['c', 'd']);
    payment.do(dispute(7001, { on: 'd' }));
    expect(payment.types).toEqual(['refund-withdrawn', 'dispute-opened']);
    expect(payment.find('payment.dispute-opened.v1').overpaidMinor).toBe(0);
    payment.answer(ok('r'));
    expect(payment.types).toEqual(['refunded']);
  });

  it('must be of a charge of this payment, in its currency', () => {
    expect(code(() => paid().do(dispute(1, { on: 'elsewhere' })))).toBe('charge-not-found');
    expect(code(() => paid().do(dispute(1, { currency: 'EUR' })))).toBe('currency-mismatch');
    expect(code(() => paid().do(close('won')))).toBe('dispute-not-found');
  });
});

describe('a refund', () => {
  it('names the currency of the payment, if it names one', () => {
    const asked = { ...refund('ref_1', 100), currency: 'EUR' };
    expect(code(() => paid().do(asked))).toBe('currency-mismatch');
  });
});
