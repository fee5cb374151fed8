import { aLine } from '../../testing/examples';
import { PaymentStory, ship, succeeded } from '../../testing/payment-story';
import { type Account, postingsOf } from './postings';

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
});
