import { addMs } from '@continuo/kernel/instant';
import { aLine } from '../../testing/examples';
import {
  CARD as card,
  DAY,
  PaymentStory as Payment,
  declined as no,
  ship,
  succeeded as ok,
} from '../../testing/payment-story';
import { BUILT_IN_POLICY, type DunningPolicy } from '../dunning/policy';
import { simulate } from '../dunning/simulate';
import type { LookupAnswer } from './answer';
import { pastDeclines } from './past-declines';
import { openAttempt } from './state';

const cycle = { origin: { kind: 'program', subscriptionId: 'sub_1', cycle: 2 } } as const;
const instalments = { lines: [aLine({ instalmentsMinor: [3501, 3500, 3500] })] };

const decline = (payment: Payment, answer: Partial<LookupAnswer>, policy?: DunningPolicy) =>
  payment.do({
    type: 'record-answer',
    attemptId: openAttempt(payment.state)?.attemptId ?? '',
    answer: { ...no(), ...answer } as LookupAnswer,
    triesOnCard: [payment.now],
    policy,
  });

describe('a decline of a program', () => {
  it('says how it was judged, by which table and policy', () => {
    const patient = { ...BUILT_IN_POLICY, policyId: 'dun_patient', version: 3 };
    const visa = { code: 'card_declined', network: 'visa', networkCode: '51' } as const;
    const payment = decline(new Payment(cycle), visa, patient);
    expect(payment.types).toEqual(['declined', 'decline-judged', 'retry-scheduled']);
    expect(payment.find('payment.declined.v1')).toMatchObject({ code: 'card_declined' });
    expect(payment.find('payment.decline-judged.v1')).toMatchObject({
      code: 'card_declined',
      network: 'visa',
      networkCode: '51',
      declineClass: 'no-funds',
      codeTables: 1,
      policy: { policyId: 'dun_patient', version: 3 },
      triesOnCard: 1,
    });
    expect(payment.find('payment.retry-scheduled.v1')).toMatchObject({
      retryAt: addMs(payment.now, DAY),
      triesLeft: 3,
      policy: { policyId: 'dun_patient', version: 3 },
    });
  });

  it('is hard when the network forbids another try, whatever the gateway makes of it', () => {
    const payment = decline(new Payment(cycle), { network: 'visa', networkCode: 'R1' });
    expect(payment.types).toEqual(['declined', 'decline-judged', 'given-up']);
    expect(payment.find('payment.declined.v1')).toMatchObject({ decline: 'hard', final: true });
    expect(payment.find('payment.given-up.v1').because).toBe('never-again');
    payment.do({ type: 'replace-method', method: card, triesOnCard: [] });
    expect(payment.types).toEqual(['retry-refused']);
  });

  it('gives a last notice before the last try, then gives up', () => {
    const payment = new Payment(cycle).answer(no());
    for (const types of [
      ['declined', 'decline-judged', 'retry-scheduled'],
      ['declined', 'decline-judged', 'retry-scheduled'],
      ['declined', 'decline-judged', 'retry-scheduled', 'last-notice-given'],
      ['declined', 'decline-judged', 'given-up'],
    ]) {
      payment.whenDue().answer(no());
      expect(payment.types).toEqual(types);
    }
    expect(payment.find('payment.given-up.v1').because).toBe('schedule-used-up');
    expect(payment.due).toBeNull();
  });

  it('is not tried, when its time has come, on a card that others have tried too often since', () => {
    const payment = new Payment(cycle).answer(no());
    payment.now = payment.due ?? '';
    const triesOnCard = Array.from({ length: 15 }, () => payment.now);
    payment.do({ type: 'proceed', triesOnCard });
    expect(payment.types).toEqual(['retry-refused', 'given-up']);
    expect(payment.due).toBeNull();
  });

  it('is not opened on a card that reached the cap', () => {
    const payment = new Payment(cycle);
    const triesOnCard = Array.from({ length: 15 }, () => payment.now);
    const { order, method } = payment.state;
    payment.events = [];
    payment.do({ type: 'open', order, method, triesOnCard });
    expect(payment.types).toEqual(['opened', 'retry-refused', 'given-up']);
    payment.do({ type: 'replace-method', method: { ...card, token: 'pm_2' }, triesOnCard: [] });
    expect(payment.types).toEqual(['method-replaced', 'attempt-recorded']);
  });
});

describe('instalments', () => {
  const paid = () => new Payment(instalments).answer(ok()).do(ship('pkg_1', 3)).answer(ok('c'));

  it('fall past due when they are declined, and are settled when they are paid', () => {
    const payment = paid().whenDue().answer(no());
    expect(payment.types).toContain('fell-past-due');
    expect(payment.find('payment.fell-past-due.v1')).toMatchObject({
      amountMinor: 3500,
      since: payment.now,
    });
    payment.whenDue().answer(no());
    expect(payment.types).not.toContain('fell-past-due');
    payment.whenDue().answer(ok('late'));
    expect(payment.find('payment.past-due-settled.v1')).toMatchObject({ amountMinor: 0 });
  });

  it('are settled at once by another card, which ends the tries on the old one', () => {
    const payment = paid().whenDue().answer(no('hard'));
    expect(payment.due).toBeNull();
    payment.do({ type: 'replace-method', method: { ...card, token: 'pm_2' }, triesOnCard: [] });
    expect(payment.types).toEqual(['method-replaced', 'attempt-recorded']);
    expect(payment.find('payment.attempt-recorded.v1')).toMatchObject({ token: 'pm_2' });
    payment.answer(ok('paid'));
    expect(payment.types).toContain('past-due-settled');
  });

  it('are not charged on a card whose account is closed, until there is another', () => {
    const payment = paid().do({ type: 'close-card', token: 'pm_1' });
    expect(payment.find('payment.given-up.v1')).toMatchObject({ because: 'account-closed' });
    expect(payment.due).toBeNull();
    payment.do({ type: 'close-card', token: 'pm_1' });
    expect(payment.types).toEqual([]);
    payment.do({ type: 'replace-method', method: { ...card, token: 'pm_2' }, triesOnCard: [] });
    expect(payment.due).not.toBeNull();
  });

  it('are not past due any more when the goods came back', () => {
    const payment = paid().whenDue().answer(no());
    payment.do({ type: 'request-refund', refundId: 'ref_1', reason: 'returned' });
    expect(payment.find('payment.past-due-settled.v1')).toMatchObject({ amountMinor: 0 });
  });
});

describe('a card that is closed', () => {
  it('means nothing to a payment that does not use it', () => {
    expect(new Payment(cycle).do({ type: 'close-card', token: 'pm_9' }).types).toEqual([]);
  });

  it('voids the retries of a program', () => {
    const payment = new Payment(cycle).answer(no()).do({ type: 'close-card', token: 'pm_1' });
    expect(payment.types).toEqual(['given-up']);
    expect(payment.due).toBeNull();
  });
});

describe('another policy over past declines', () => {
  const history = (payment: Payment, at: string) =>
    payment.events.map((event) => ({ ...event, at }));

  it('says what would have been otherwise, and leaves calls out', () => {
    const payment = new Payment(cycle);
    const { now } = payment;
    decline(payment, { code: 'insufficient_funds' });
    const declines = pastDeclines(history(payment, now));
    expect(declines).toMatchObject([{ attemptId: 'att_1_pay_1', triesMade: 1, firstTryAt: now }]);
    const same = simulate(BUILT_IN_POLICY, declines);
    expect(same).toMatchObject({ declines: 1, changed: [], triedAgain: { was: 1, wouldBe: 1 } });
    const never = simulate({ ...BUILT_IN_POLICY, schedules: [] }, declines);
    expect(never).toMatchObject({
      triedAgain: { was: 1, wouldBe: 0 },
      givenUp: { was: 0, wouldBe: 1 },
      byClass: { 'no-funds': 1 },
      changed: [{ wouldBe: null, because: 'schedule-used-up' }],
    });
    expect(pastDeclines(history(new Payment().answer(no()), now))).toEqual([]);
  });

  it('reads declines of before they were judged', () => {
    const payment = new Payment(cycle).answer(no());
    payment.events = payment.events.filter(({ type }) => type !== 'payment.decline-judged.v1');
    expect(pastDeclines(history(payment, payment.now))).toMatchObject([
      { raw: { decline: 'soft', code: 'soft_code', network: 'other' } },
    ]);
  });
});
