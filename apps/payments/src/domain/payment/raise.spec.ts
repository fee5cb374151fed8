import { aLine } from '../../testing/examples';
import { DAY, PaymentStory, SILENCE, declined, ship, succeeded } from '../../testing/payment-story';
import { openAttempt } from './state';

/** 10501 in three: the first is authorised. */
const inThree = { lines: [aLine({ instalmentsMinor: [3501, 3500, 3500] })] };
const held = () => new PaymentStory(inThree).answer(succeeded('auth'));
const raise = (amountMinor = 2_000, raiseId = 'rse_1') =>
  ({ type: 'raise-authorisation', raiseId, amountMinor, reason: 'large order' }) as const;

describe('raising an authorisation', () => {
  it('records the wish and the attempt before the gateway hears of it', () => {
    const payment = held().do(raise());
    expect(payment.types).toEqual(['raise-requested', 'attempt-recorded']);
    expect(payment.find('payment.attempt-recorded.v1')).toMatchObject({
      kind: 'raise',
      amountMinor: 2_000,
      on: 'auth',
      token: 'pm_1',
    });
  });

  it('holds so much more then, until the same day', () => {
    const payment = held();
    const { expiresAt } = payment.state.authorisation ?? {};
    payment.do(raise()).answer(succeeded('auth'));
    expect(payment.types).toEqual(['authorisation-raised']);
    expect(payment.state.authorisation).toMatchObject({ amountMinor: 5_501, expiresAt });
    expect(payment.do(raise()).types).toEqual([]);
  });

  it('is given free with the rest when all goods have left', () => {
    const payment = held().do(raise()).answer(succeeded('auth')).do(ship('p1', 3));
    payment.answer(succeeded('capture'));
    expect(openAttempt(payment.state)).toMatchObject({ kind: 'release', amountMinor: 2_000 });
  });

  it.each([declined('soft'), declined('hard')])('leaves what is held when declined: %p', (no) => {
    const payment = held().do(raise()).answer(no);
    expect(payment.types).toEqual(['declined']);
    expect(payment.state.authorisation).toMatchObject({ amountMinor: 3_501 });
    expect(payment.do(ship('p1', 3)).types).toEqual(['package-billed', 'attempt-recorded']);
    expect(openAttempt(payment.answer(succeeded('c')).state)).toBeUndefined();
    // The next instalment is charged as ever: nothing about the card was declined for it.
    expect(payment.whenDue().find('payment.attempt-recorded.v1').kind).toBe('charge');
  });

  it('is asked about when it gets no answer, and sent again only if it never arrived', () => {
    const payment = held().do(raise()).answer(SILENCE);
    expect(payment.types).toEqual(['outcome-unknown']);
    expect(payment.do(ship('p1', 1)).types).toEqual(['package-billed']);
    payment.answer({ kind: 'not-found' }, 'record-lookup');
    expect(payment.types).toEqual(['attempt-resent']);
    payment.answer(SILENCE).answer(succeeded('auth'), 'record-lookup');
    expect(payment.types).toEqual(['authorisation-raised', 'attempt-recorded']);
    expect(openAttempt(payment.state)).toMatchObject({ kind: 'capture' });
  });

  it('is not sent again when its goods are cancelled meanwhile', () => {
    const payment = held().do(raise()).answer(SILENCE);
    payment.do({ type: 'cancel-order', lines: [], reason: 'late' });
    payment.after(DAY).answer({ kind: 'not-found' }, 'record-lookup');
    expect(payment.types).toEqual(['attempt-abandoned', 'attempt-recorded']);
    expect(openAttempt(payment.state)).toMatchObject({ kind: 'release', amountMinor: 3_501 });
  });

  it.each([
    ['while an outcome is open', () => new PaymentStory(inThree), 'payment-outcome-unknown'],
    ['after a decline', () => new PaymentStory(inThree).answer(declined()), 'nothing-authorised'],
    ['after its window', () => held().after(8 * DAY), 'nothing-authorised'],
    [
      'after a capture',
      () => held().do(ship('p1', 1)).answer(succeeded('c')),
      'authorisation-partly-captured',
    ],
    ['where all is held', () => new PaymentStory().answer(succeeded()), 'raise-exceeds-order'],
    [
      'where a deposit and credit pay for a part',
      () =>
        new PaymentStory(inThree, undefined, 1_000, 1_000).answer(succeeded()).answer(succeeded()),
      'raise-exceeds-order',
      7_001,
    ],
  ])('is refused %s', (_, given, code, amountMinor = 100) => {
    expect(() => given().do(raise(amountMinor))).toThrow(expect.objectContaining({ code }));
  });

  it('holds at most what the order costs and nothing has paid for', () => {
    expect(() => held().do(raise(7_001))).toThrow(
      expect.objectContaining({
        code: 'raise-exceeds-order',
        data: { requested_minor: 7_001, most_minor: 7_000 },
      }),
    );
    expect(held().do(raise(7_000)).types).toEqual(['raise-requested', 'attempt-recorded']);
    expect(() => held().do({ ...raise(), currency: 'EUR' })).toThrow(
      expect.objectContaining({ code: 'currency-mismatch' }),
    );
  });

  it('is refused on a card that was declined as often as networks allow', () => {
    const payment = held();
    const triesOnCard = Array.from({ length: 15 }, () => payment.now);
    expect(() => payment.do({ ...raise(), triesOnCard })).toThrow(
      expect.objectContaining({ code: 'card-tries-used-up' }),
    );
  });
});
