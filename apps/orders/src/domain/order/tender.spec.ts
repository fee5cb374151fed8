import { given } from '@continuo/testing/decider';
import { orderDecider } from './decider';
import { wordsToRead } from './disclosure';
import { aPlacement, CONSENT, placedEvent } from './examples.fixture';
import { tenderOf } from './tender';

const tender = { useCredit: false, depositMinor: 1000 };
const instalments = [
  { number: 1, dueOn: '2026-11-22', amountMinor: 2500 },
  { number: 2, dueOn: '2026-12-22', amountMinor: 2500 },
];

describe('a deposit', () => {
  it('is at most the first instalment', () => {
    const whole = { ...tender, depositMinor: 2500 };
    expect(tenderOf(whole, instalments, '/deposit_minor')).toEqual(whole);
    expect(() =>
      tenderOf({ ...tender, depositMinor: 2501 }, instalments, '/deposit_minor'),
    ).toThrow(
      expect.objectContaining({
        code: 'deposit-too-high',
        fields: [expect.objectContaining({ pointer: '/deposit_minor' })],
      }),
    );
  });

  it('needs consent, for it is charged before goods leave', () => {
    const place = (placement = aPlacement()) => ({ kind: 'place', placement }) as const;
    const without = place(aPlacement(undefined, { tender }));
    expect(() => orderDecider.decide(without, orderDecider.initialState())).toThrow(
      expect.objectContaining({ code: 'consent-missing' }),
    );
    const placement = aPlacement(undefined, { tender, consent: CONSENT });
    given(orderDecider, [])
      .when(place(placement))
      .then([placedEvent(placement)]);
  });

  it('is read aloud with what becomes of it', () => {
    const totals = { goodsMinor: 4500, shippingMinor: 300, taxMinor: 200, totalMinor: 5000 };
    const words = wordsToRead(totals, 'USD', [], 1000);
    expect(words).toContain('We charge 10.00 USD of it today as a deposit');
    expect(words).toMatch(/Do you agree\?$/);
    expect(wordsToRead(totals, 'USD', [])).not.toContain('deposit');
  });
});
