import { addMs } from '@continuo/kernel/instant';
import { NOW, aLine, anOrder } from '../../testing/examples';
import {
  CARD as card,
  DAY,
  MINUTE,
  PaymentStory as Payment,
  SILENCE as silence,
  declined as no,
  ship,
  succeeded as ok,
  sumOf,
} from '../../testing/payment-story';
import { type PaymentCommand, paymentDecider } from './decider';
import { openAttempt } from './state';

describe('opening', () => {
  it('records the attempt with its key together with the order', () => {
    const payment = new Payment();
    expect(payment.types).toEqual(['opened', 'attempt-recorded']);
    expect(payment.find('payment.attempt-recorded.v1')).toEqual({
      kind: 'authorise',
      amountMinor: 10501,
      instalment: 1,
      token: 'pm_1',
      attemptId: 'att_1_pay_1',
      idempotencyKey: 'continuo_att_1_pay_1',
      at: NOW,
    });
    expect(payment.due).toBe(addMs(NOW, MINUTE));
  });

  it('ignores a second delivery of the order', () => {
    expect(new Payment().do({ type: 'open', order: anOrder(), method: card }).last).toEqual([]);
  });

  it('authorises', () => {
    const payment = new Payment().answer(ok());
    expect(payment.find('payment.authorised.v1')).toMatchObject({
      paymentId: 'pay_1',
      orderId: 'ord_1',
      amountMinor: 10501,
      networkTransactionId: 'ntx_1',
      expiresAt: addMs(NOW, 7 * DAY),
    });
    expect(payment.due).toBeNull();
  });

  it('ignores a second answer to the same attempt', () => {
    const payment = new Payment().answer(ok());
    payment.do({ type: 'record-answer', attemptId: 'att_1_pay_1', answer: no(), triesOnCard: [] });
    expect(payment.last).toEqual([]);
  });
});

describe('declines', () => {
  it('leaves a decline on a call to the agent', () => {
    const payment = new Payment().answer(no());
    expect(payment.find('payment.declined.v1')).toMatchObject({ final: true, retryAt: null });
    expect(payment.due).toBeNull();
  });

  it('tries another token at once, under a new key', () => {
    const method = { ...card, token: 'pm_2' };
    const payment = new Payment().answer(no('hard'));
    payment.do({ type: 'replace-method', method, triesOnCard: [] });
    expect(payment.types).toEqual(['method-replaced', 'attempt-recorded']);
    expect(payment.find('payment.attempt-recorded.v1')).toMatchObject({
      token: 'pm_2',
      idempotencyKey: 'continuo_att_2_pay_1',
    });
  });

  it('never tries a hard-declined token again', () => {
    const payment = new Payment().answer(no('hard'));
    payment.do({ type: 'replace-method', method: card, triesOnCard: [] });
    expect(payment.types).toEqual(['retry-refused']);
  });

  it('refuses the sixteenth try on one card in thirty days', () => {
    const triesOnCard = Array.from({ length: 15 }, (_, day) => addMs(NOW, -day * DAY));
    const payment = new Payment().answer(no());
    payment.do({ type: 'replace-method', method: { ...card, token: 'pm_2' }, triesOnCard });
    expect(payment.find('payment.retry-refused.v1').cause).toBe('too-many-tries');
  });

  const cycle = {
    origin: { kind: 'program', subscriptionId: 'sub_1', cycle: 2 },
  } as const;

  it('retries a soft decline of a program after 1, 3, 5 and 7 days, then no more', () => {
    const payment = new Payment(cycle).answer(no());
    for (const days of [1, 3, 5, 7]) {
      expect(payment.due).toBe(addMs(NOW, days * DAY));
      payment.whenDue();
      expect(payment.types).toEqual(['attempt-recorded']);
      payment.answer(no());
    }
    expect(payment.find('payment.declined.v1').final).toBe(true);
    expect(payment.due).toBeNull();
  });

  it('never retries a hard decline of a program', () => {
    expect(new Payment(cycle).answer(no('hard')).due).toBeNull();
  });

  it('keeps a day between two tries after an outage', () => {
    const payment = new Payment(cycle).answer(no()).after(20 * DAY);
    payment.do({ type: 'proceed' }).answer(no());
    expect(payment.due).toBe(addMs(payment.now, DAY));
  });

  it('does not retry past the cap of tries on one card', () => {
    const payment = new Payment(cycle);
    const triesOnCard = Array.from({ length: 15 }, () => NOW);
    payment.do({ type: 'record-answer', attemptId: 'att_1_pay_1', answer: no(), triesOnCard });
    expect(payment.find('payment.declined.v1').final).toBe(true);
  });

  it('voids retries when the order is cancelled', () => {
    const payment = new Payment(cycle).answer(no());
    payment.do({ type: 'cancel-order', lines: [], reason: 'changed mind' });
    expect(payment.types).toEqual(['order-cancelled']);
    expect(payment.due).toBeNull();
  });
});

describe('unknown outcomes', () => {
  it('asks after 5 minutes, 1 hour, then daily for 5 days, then hands it to a person', () => {
    const payment = new Payment().answer(silence);
    expect(payment.types).toEqual(['outcome-unknown']);
    const asked: string[] = [];
    while (payment.due) {
      asked.push(payment.due);
      payment.now = payment.due;
      payment.answer(silence, 'record-lookup');
    }
    const expected = [5 * MINUTE, 60 * MINUTE, DAY, 2 * DAY, 3 * DAY, 4 * DAY, 5 * DAY];
    expect(asked).toEqual(expected.map((ms) => addMs(NOW, ms)));
    expect(payment.types).toEqual(['outcome-still-unknown', 'handed-to-a-person']);
  });

  it('starts nothing new while the outcome is unknown', () => {
    const payment = new Payment().answer(silence);
    payment.do({ type: 'replace-method', method: { ...card, token: 'pm_2' }, triesOnCard: [] });
    expect(payment.types).toEqual(['method-replaced']);
    payment.do({ type: 'proceed' });
    expect(payment.last).toEqual([]);
  });

  it('finds that it succeeded, and leaves the other token alone', () => {
    const payment = new Payment().answer(silence);
    payment.do({ type: 'replace-method', method: { ...card, token: 'pm_2' }, triesOnCard: [] });
    payment.after(5 * MINUTE).answer(ok(), 'record-lookup');
    expect(payment.types).toEqual(['authorised']);
  });

  it('finds that it was declined, and tries the other token then', () => {
    const payment = new Payment().answer(silence);
    payment.do({ type: 'replace-method', method: { ...card, token: 'pm_2' }, triesOnCard: [] });
    payment.after(5 * MINUTE).answer(no(), 'record-lookup');
    expect(payment.types).toEqual(['declined', 'decline-judged', 'attempt-recorded']);
    expect(payment.find('payment.attempt-recorded.v1').token).toBe('pm_2');
  });

  it('sends what was never booked again under the same key', () => {
    const payment = new Payment().answer(silence).after(5 * MINUTE);
    payment.answer({ kind: 'not-found' }, 'record-lookup');
    expect(payment.types).toEqual(['attempt-resent']);
    expect(payment.state.attempts).toHaveLength(1);
    expect(openAttempt(payment.state)?.idempotencyKey).toBe('continuo_att_1_pay_1');
    expect(payment.due).toBe(addMs(payment.now, MINUTE));
    payment.answer(silence);
    expect(payment.due).toBe(addMs(NOW, 60 * MINUTE));
  });

  it('gives up what was never booked when the order is cancelled', () => {
    const payment = new Payment().answer(silence);
    payment.do({ type: 'cancel-order', lines: [], reason: 'changed mind' });
    payment.answer({ kind: 'not-found' }, 'record-lookup');
    // It may still be on its way.
    expect(payment.types).toEqual([]);
    payment.after(MINUTE).answer({ kind: 'not-found' }, 'record-lookup');
    expect(payment.types).toEqual(['attempt-abandoned']);
    expect(payment.due).toBeNull();
  });

  it('does not give up what was sent again after the gateway was asked', () => {
    const payment = new Payment().answer(silence).after(5 * MINUTE);
    const askedAt = payment.now;
    payment.after(MINUTE).answer({ kind: 'not-found' }, 'record-lookup').answer(silence);
    payment.do({ type: 'cancel-order', lines: [], reason: 'late' }).after(5 * MINUTE);
    const { attemptId } = payment.state.attempts[0] ?? { attemptId: '' };
    const heardLate = {
      attemptId,
      answer: { kind: 'not-found' },
      askedAt,
      triesOnCard: [],
    } as const;
    expect(payment.do({ type: 'record-lookup', ...heardLate }).types).toEqual([]);
    payment.answer(ok('auth'), 'record-lookup');
    expect(payment.types).toEqual(['authorised', 'attempt-recorded']);
  });

  it('releases what turns out authorised after the order was cancelled', () => {
    const payment = new Payment().answer(silence);
    payment.do({ type: 'cancel-order', lines: [], reason: 'changed mind' });
    payment.answer(ok(), 'record-lookup');
    expect(payment.types).toEqual(['authorised', 'attempt-recorded']);
    expect(payment.find('payment.attempt-recorded.v1').kind).toBe('release');
  });
});

describe('capture', () => {
  it('captures per package, the last one gets the rest', () => {
    const payment = new Payment().answer(ok('auth'));
    const taken = [1, 1, 1].map((quantity, index) => {
      payment.do(ship(`pkg_${index}`, quantity));
      expect(payment.types).toEqual(['package-billed', 'attempt-recorded']);
      payment.answer(ok(`cap_${index}`));
      return payment.find('payment.captured.v1');
    });
    expect(taken.map((each) => each.amountMinor)).toEqual([3500, 3500, 3501]);
    const parts = taken.flatMap((each) => each.lines);
    const sum = (of: (line: (typeof parts)[number]) => number) =>
      parts.reduce((total, line) => total + of(line), 0);
    expect(sum((line) => line.goodsMinor)).toBe(9000);
    expect(sum((line) => line.shippingMinor)).toBe(700);
    expect(sum((line) => line.taxMinor)).toBe(801);
    expect(payment.types).toEqual(['captured']);
  });

  it('queues a second package behind the first', () => {
    const payment = new Payment().answer(ok()).do(ship('pkg_1', 1)).do(ship('pkg_2', 2));
    expect(payment.types).toEqual(['package-billed']);
    payment.answer(ok('c1'));
    expect(payment.types).toEqual(['captured', 'attempt-recorded']);
  });

  it('ignores the same package a second time', () => {
    const payment = new Payment().answer(ok()).do(ship('pkg_1', 1)).do(ship('pkg_1', 1));
    expect(payment.last).toEqual([]);
  });

  it('authorises again when the window has passed', () => {
    const payment = new Payment()
      .answer(ok('old'))
      .after(7 * DAY)
      .do(ship('pkg_1', 3));
    expect(payment.find('payment.attempt-recorded.v1')).toMatchObject({
      kind: 'authorise',
      again: true,
      amountMinor: 10501,
    });
    payment.answer(ok('new'));
    expect(payment.types).toEqual(['reauthorised', 'attempt-recorded']);
    expect(payment.find('payment.attempt-recorded.v1')).toMatchObject({
      kind: 'capture',
      on: 'new',
    });
  });

  it('hands a package to a person when its capture is declined twice', () => {
    const payment = new Payment().answer(ok()).do(ship('pkg_1', 3)).answer(no());
    expect(payment.types).toEqual(['declined', 'attempt-recorded']);
    payment.answer(ok('again')).answer(no());
    expect(payment.types).toContain('handed-to-a-person');
    expect(openAttempt(payment.state)).toBeUndefined();
  });

  it('settles a package without a first instalment by itself', () => {
    const lines = [aLine({ quantity: 1, instalmentsMinor: [0, 10501] })];
    const payment = new Payment({ lines }).answer(ok()).do(ship('pkg_1', 1));
    expect(payment.types).toEqual(['package-billed', 'captured']);
    expect(payment.find('payment.captured.v1')).toMatchObject({ attemptId: null, amountMinor: 0 });
  });
});

describe('cancelling', () => {
  it('releases the authorisation', () => {
    const payment = new Payment().answer(ok('auth'));
    payment.do({ type: 'cancel-order', lines: [], reason: 'changed mind' });
    expect(payment.types).toEqual(['order-cancelled', 'attempt-recorded']);
    payment.answer(ok());
    expect(payment.find('payment.authorisation-released.v1')).toMatchObject({ amountMinor: 10501 });
  });

  it('releases what was not captured when the rest is cancelled', () => {
    const payment = new Payment().answer(ok('auth')).do(ship('pkg_1', 1)).answer(ok('cap'));
    payment.do({ type: 'cancel-order', lines: [{ lineId: 'l1', quantity: 2 }], reason: 'late' });
    expect(payment.find('payment.attempt-recorded.v1')).toMatchObject({
      kind: 'release',
      amountMinor: 7001,
    });
  });

  it('has nothing to release when the window has passed', () => {
    const payment = new Payment().answer(ok('auth')).after(8 * DAY);
    payment.do({ type: 'cancel-order', lines: [], reason: 'late' });
    expect(payment.types).toEqual(['order-cancelled', 'authorisation-lapsed']);
  });
});

describe('later instalments', () => {
  const lines = [aLine({ instalmentsMinor: [3501, 3500, 3500] })];
  const shipped = () => new Payment({ lines }).answer(ok()).do(ship('pkg_1', 3)).answer(ok('c1'));

  it('charges each when it is due, as the merchant', () => {
    const payment = shipped();
    expect(payment.due).toBe('2026-12-22T05:00:00.000Z');
    payment.whenDue();
    expect(payment.find('payment.attempt-recorded.v1')).toMatchObject({
      kind: 'charge',
      instalment: 2,
      amountMinor: 3500,
    });
    payment.answer(ok('c2'));
    expect(payment.find('payment.captured.v1')).toMatchObject({ instalment: 2, packageId: null });
    expect(payment.due).toBe('2027-01-22T05:00:00.000Z');
  });

  it('waits until the goods have left', () => {
    expect(new Payment({ lines }).answer(ok()).due).toBeNull();
  });

  it('charges no instalment for goods that were cancelled before shipping', () => {
    const payment = new Payment({ lines }).answer(ok()).do(ship('pkg_1', 1)).answer(ok('c1'));
    payment.do({ type: 'cancel-order', lines: [], reason: 'late' }).answer(ok());
    payment.whenDue();
    expect(payment.find('payment.attempt-recorded.v1').amountMinor).toBe(1166);
  });

  const owedInTheEnd = (payment: Payment) => sumOf(payment.events, 'receivable');

  it('takes with the last instalment what is left of the price of goods that left alone', () => {
    const payment = new Payment({ lines }).answer(ok()).do(ship('pkg_1', 1)).answer(ok('c1'));
    payment.do({ type: 'cancel-order', lines: [], reason: 'late' }).answer(ok());
    payment.whenDue().answer(ok('c2')).whenDue();
    expect(payment.find('payment.attempt-recorded.v1').amountMinor).toBe(1167);
    payment.answer(ok('c3'));
    expect(payment.state.lines['l1']?.capturedMinor).toBe(3500);
    expect(owedInTheEnd(payment)).toBe(0);
  });

  it('waives all that is outstanding when the last unit comes back', () => {
    const payment = new Payment({ lines }).answer(ok()).do(ship('pkg_1', 1)).answer(ok('c1'));
    payment.do({ type: 'cancel-order', lines: [], reason: 'late' }).answer(ok());
    const back = [{ lineId: 'l1', quantity: 1 }];
    payment.do({ type: 'request-refund', refundId: 'ref_1', reason: 'returned', lines: back });
    expect(payment.find('payment.claim-waived.v1').lines[0]?.amountMinor).toBe(2333);
    payment.answer(ok('r1'));
    expect(owedInTheEnd(payment)).toBe(0);
  });

  it('retries a soft decline by schedule and never a hard one', () => {
    const payment = shipped();
    payment.whenDue().answer(no());
    expect(payment.due).toBe(addMs(payment.now, DAY));
    payment.whenDue().answer(no('hard'));
    expect(payment.due).toBeNull();
  });

  it('charges no instalment for goods that were given back', () => {
    const payment = shipped();
    payment.do({ type: 'request-refund', refundId: 'ref_1', reason: 'returned' }).answer(ok());
    expect(payment.due).toBeNull();
  });
});

describe('refunds', () => {
  const shipped = () => new Payment().answer(ok()).do(ship('pkg_1', 3)).answer(ok('c1'));
  const refund = (changes = {}) =>
    ({ type: 'request-refund', refundId: 'ref_1', reason: 'damaged', ...changes }) as const;

  it('gives back what is asked, with its parts', () => {
    const payment = shipped().do(refund({ lines: [{ lineId: 'l1', quantity: 1 }] }));
    payment.answer(ok('r1'));
    const refunded = payment.find('payment.refunded.v1');
    expect(refunded).toMatchObject({ refundId: 'ref_1', amountMinor: 3500, reason: 'damaged' });
    const [line] = refunded.lines;
    expect(line).toMatchObject({ goodsMinor: 3000, shippingMinor: 233, taxMinor: 267 });
  });

  it('never gives back more than was captured', () => {
    expect(() => shipped().do(refund({ amountMinor: 10502 }))).toThrow(
      expect.objectContaining({ code: 'refund-exceeds-captured' }),
    );
    const payment = shipped()
      .do(refund({ amountMinor: 10500 }))
      .answer(ok());
    expect(() => payment.do(refund({ refundId: 'ref_2', amountMinor: 2 }))).toThrow(
      expect.objectContaining({ code: 'refund-exceeds-captured' }),
    );
  });

  it('waits for an outcome that is open', () => {
    const payment = new Payment().answer(ok()).do(ship('pkg_1', 1)).answer(silence);
    expect(() => payment.do(refund())).toThrow(
      expect.objectContaining({ code: 'payment-outcome-unknown' }),
    );
  });

  it('gives the same refund once', () => {
    const payment = shipped()
      .do(refund({ amountMinor: 100 }))
      .do(refund({ amountMinor: 100 }));
    expect(payment.last).toEqual([]);
  });

  it('is split over the charges it is given back from', () => {
    const payment = new Payment().answer(ok()).do(ship('pkg_1', 1)).answer(ok('c1'));
    payment.do(ship('pkg_2', 2)).answer(ok('c2')).do(refund());
    expect(payment.types).toEqual(['refund-requested', 'refund-requested', 'attempt-recorded']);
    payment.answer(ok('r1'));
    expect(payment.find('payment.refunded.v1')).toMatchObject({ amountMinor: 3500 });
    payment.answer(ok('r2'));
    expect(payment.find('payment.refunded.v1')).toMatchObject({ amountMinor: 7001 });
  });

  it('keeps the money refundable when the gateway declines', () => {
    const payment = shipped().do(refund()).answer(no('hard'));
    payment.do(refund({ refundId: 'ref_2', amountMinor: 10501 }));
    expect(payment.types).toContain('refund-requested');
  });
});

describe('a payment that does not exist', () => {
  it('is not found', () => {
    const command: PaymentCommand = { type: 'proceed', paymentId: 'pay_9', now: NOW };
    expect(() => paymentDecider.decide(command, { status: 'none' })).toThrow(
      expect.objectContaining({ code: 'payment-not-found' }),
    );
  });
});
