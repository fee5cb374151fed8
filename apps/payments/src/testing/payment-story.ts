import { fold } from '@continuo/kernel/decider';
import { type Instant, addMs } from '@continuo/kernel/instant';
import type { LookupAnswer } from '../domain/payment/answer';
import type { Account } from '../domain/ledger/accounts';
import { type LedgerEvent, postingsOf } from '../domain/ledger/postings';
import { type PaymentCommand, paymentDecider } from '../domain/payment/decider';
import { dueAt } from '../domain/payment/due-at';
import type { PaymentEvent, PaymentEventOf } from '../domain/payment/events';
import type { Method, OrderFacts } from '../domain/payment/facts';
import { type OpenPayment, openAttempt } from '../domain/payment/state';
import { NOW, anOrder } from './examples';

export const MINUTE = 60_000;
export const DAY = 24 * 60 * MINUTE;

export const CARD: Method = { token: 'pm_1', initiator: 'moto', networkTransactionId: null };

export const succeeded = (reference = 'ref'): LookupAnswer => ({
  kind: 'succeeded',
  reference,
  networkTransactionId: 'ntx_1',
});

export const declined = (decline: 'soft' | 'hard' = 'soft'): LookupAnswer => ({
  kind: 'declined',
  decline,
  code: `${decline}_code`,
  message: 'No.',
});

export const SILENCE: LookupAnswer = { kind: 'unknown', cause: 'timeout' };

export const ship = (packageId: string, quantity: number, lineId = 'l1') =>
  ({ type: 'bill-package', packageId, lines: [{ lineId, quantity }] }) as const;

/** What the events post to an account, in minor units; a debit is positive. */
export const sumOf = (events: readonly LedgerEvent[], account: Account): number =>
  events
    .flatMap(postingsOf)
    .reduce((sum, posting) => sum + (posting.account === account ? posting.amountMinor : 0), 0);

type Asked = PaymentCommand extends infer C
  ? C extends PaymentCommand
    ? Omit<C, 'paymentId' | 'now'>
    : never
  : never;

/** A payment and its clock; each command is decided on what happened before. */
export class PaymentStory {
  events: PaymentEvent[] = [];
  now: Instant = NOW;
  /** What the last command brought about. */
  last: readonly PaymentEvent[] = [];

  constructor(order: Partial<OrderFacts> = {}, method = CARD, creditMinor = 0, depositMinor = 0) {
    this.do({ type: 'open', order: anOrder(order), method, creditMinor, depositMinor });
  }

  do(command: Asked): this {
    const asked = { paymentId: 'pay_1', now: this.now, ...command } as PaymentCommand;
    this.last = paymentDecider.decide(asked, fold(paymentDecider, this.events));
    this.events.push(...this.last);
    return this;
  }

  /** The gateway says something about the attempt that is open. */
  answer(answer: LookupAnswer, type: 'record-answer' | 'record-lookup' = 'record-answer'): this {
    const attemptId = openAttempt(this.state)?.attemptId ?? 'none';
    return this.do({ type, attemptId, answer, triesOnCard: [] });
  }

  after(ms: number): this {
    this.now = addMs(this.now, ms);
    return this;
  }

  /** Moves the clock to when the payment is due, and lets it go on. */
  whenDue(): this {
    this.now = this.due ?? this.now;
    return this.do({ type: 'proceed' });
  }

  get state(): OpenPayment {
    const state = fold(paymentDecider, this.events);
    if (state.status !== 'open') throw new Error('not open');
    return state;
  }

  get due(): Instant | null {
    return dueAt(this.state);
  }

  /** Short names of the last events. */
  get types(): string[] {
    return this.last.map((event) => event.type.slice('payment.'.length, -'.v1'.length));
  }

  /** Data of one of the last events. */
  find<Type extends PaymentEvent['type']>(type: Type): PaymentEventOf<Type>['data'] {
    const found = this.last.find((event) => event.type === type);
    if (!found) throw new Error(`${type} is not among ${this.types.join()}`);
    return found.data as PaymentEventOf<Type>['data'];
  }
}
