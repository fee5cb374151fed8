import type { AskedChange } from '../application/change-subscription/asked-change';
import type { Change } from '../domain/subscription/change';
import { askedChange } from './any-change';
import { changeText, changeView } from './change.view';

const offers = [{ offer: 'half-price-3', taken: true }];

/** Each kind with all of its fields; a plan and an address are looked up before they are asked for. */
const CHANGES: readonly Extract<Change, AskedChange>[] = [
  { kind: 'interval', interval: 'P2M' },
  { kind: 'price', unitPriceMinor: 3600, cycles: 3 },
  { kind: 'product', sku: 'BERRIES-30' },
  { kind: 'quantity', quantity: 2 },
  { kind: 'add-product', sku: 'BERRIES-30', quantity: 2 },
  { kind: 'remove-product', sku: 'BERRIES-30' },
  { kind: 'component', bundle: 'KITCHEN-SET', component: 'GREENS-30', sku: 'BERRIES-30' },
  { kind: 'add-on', sku: 'BERRIES-30', quantity: 1 },
  { kind: 'date', on: '2027-03-05', cycle: 2, moveFollowing: true },
  { kind: 'anchor', on: '2027-03-05' },
  { kind: 'send-now' },
  { kind: 'skip', cycle: 2 },
  { kind: 'unskip', cycle: 2 },
  { kind: 'pause', until: '2027-03-05' },
  { kind: 'resume' },
  { kind: 'hold', holdReason: 'address' },
  { kind: 'release' },
  { kind: 'cancel', reasonCode: 'moved', note: 'abroad', when: { at: 'cycle', cycle: 4 }, offers },
  { kind: 'cancel', reasonCode: 'moved', note: 'abroad', when: { at: 'commitment' }, offers },
  { kind: 'save-offers', reasonCode: 'moved', offers },
  { kind: 'reactivate', nextOn: '2027-03-05' },
  { kind: 'win-back', offer: 'half-price-3', nextOn: '2027-03-05' },
  { kind: 'convert-trial', consentReference: 'rec-1' },
  { kind: 'end-trial', reasonCode: 'moved', note: 'abroad' },
  { kind: 'payment-method', token: 'pm_sim_card_2' },
  { kind: 'zone', zone: 'America/Chicago' },
];

describe('a change that waits', () => {
  it.each(CHANGES)('$kind is shown as it was sent', (change) => {
    expect(askedChange(changeView(change), '')).toEqual(change);
  });

  it('shows of an address only that there is one', () => {
    const shipTo = { sealed: 'sealed', stream: 'order-ord_1', field: 'shipTo' };
    expect(changeView({ kind: 'address', shipTo })).toEqual({ kind: 'address' });
  });

  it('is one line in a history', () => {
    const text = changeText({ kind: 'save-offers', reasonCode: 'moved', offers });
    expect(text).toBe(
      'save-offers: reason_code moved, offers [{"offer":"half-price-3","taken":true}]',
    );
    expect(changeText({ kind: 'resume' })).toBe('resume');
  });
});
