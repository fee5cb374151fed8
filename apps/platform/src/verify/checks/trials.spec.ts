import { recorded } from '@continuo/testing/examples';
import { TrialsBeginOnReceipt } from './trials';

const PROGRAM = 'subscription-sub_1';
const sold = [
  { type: 'subscription.started.v1', data: { orderId: 'ord_1' } },
  { type: 'subscription.terms-agreed.v1', data: { awaitingReceipt: true } },
];
const began = { type: 'subscription.trial-started.v1', data: {} };
const withdrawn = { type: 'subscription.receipt-withdrawn.v1', data: {} };

/** What is named once these have happened to the program and its goods have arrived. */
function breachesOf(...events: { type: string; data: object }[]): readonly string[] {
  const check = new TrialsBeginOnReceipt(1_000);
  for (const event of recorded(PROGRAM, [...sold, ...events])) check.see(event);
  const arrived = { type: 'shipment.package-delivered.v1', data: { orderId: 'ord_1' } };
  for (const event of recorded('shipment-shp_1', [arrived])) check.see(event);
  return check.finish().breaches;
}

describe('a trial whose goods have arrived', () => {
  it('has begun', () => {
    expect(breachesOf(began)).toEqual([]);
    expect(breachesOf()).toEqual([expect.stringContaining('sub_1: goods of ord_1 have arrived')]);
  });

  it('waits again where the receipt was undone, and is named until it begins', () => {
    expect(breachesOf(began, withdrawn)).toHaveLength(1);
    expect(breachesOf(began, withdrawn, began)).toEqual([]);
  });
});
