import {
  CommandRunner,
  type ExecuteOptions,
  type Outcome,
} from '@continuo/event-store/command-runner';
import { systemActor } from '@continuo/kernel/actor';
import { CLOCK, type Clock } from '@continuo/kernel/clock';
import type { CommandContext } from '@continuo/kernel/command-context';
import { deriveUuid } from '@continuo/kernel/ids';
import type { Instant } from '@continuo/kernel/instant';
import { WorkInFlight } from '@continuo/service/work-in-flight';
import { type Span, TRACING, type Tracing } from '@continuo/tracing/tracing';
import { Inject, Injectable, Logger } from '@nestjs/common';
import type { LookupAnswer } from '../domain/payment/answer';
import type { PaymentCommand } from '../domain/payment/decider';
import type { PaymentEvent } from '../domain/payment/events';
import {
  type OpenAttempt,
  type OpenPayment,
  type PaymentState,
  openAttempt,
} from '../domain/payment/state';
import { PAYMENT } from './aggregates';
import { Cards } from './cards';
import { GatewayCalls, isDebit } from './gateway-calls';
import { Routing } from './routing';
import { Slots } from './slots';

/** How many calls to the gateway may be under way at once. */
const MAX_CALLS = 256;

type PaymentOutcome = Outcome<PaymentEvent, PaymentState>;
const ACTOR = systemActor('payments');

/**
 * Carries commands out and sends the attempts that they record. The call runs by itself: nobody
 * who handles a message waits for the gateway. An end of the process between attempt and outcome
 * leaves the attempt in the record, and the due date of its stream finds it again.
 */
@Injectable()
export class GatewayDesk {
  private readonly logger = new Logger(GatewayDesk.name);
  private readonly slots = new Slots(MAX_CALLS);
  private readonly running = new Map<string, Promise<void>>();

  constructor(
    private readonly runner: CommandRunner,
    private readonly cards: Cards,
    private readonly work: WorkInFlight,
    private readonly routing: Routing,
    private readonly calls: GatewayCalls,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(TRACING) private readonly tracing: Tracing,
  ) {}

  /** Resolves when the command is in the record and what it is to send has a slot. */
  async execute(
    paymentId: string,
    command: PaymentCommand,
    context: CommandContext,
    options?: ExecuteOptions,
  ): Promise<PaymentOutcome> {
    const capped = await this.cards.withTries(paymentId, command);
    const outcome = await this.runner.execute(PAYMENT, paymentId, capped, context, options);
    const sending = attemptToSend(outcome);
    if (sending) {
      const slot = this.slots.take();
      this.run(paymentId, this.send(paymentId, sending, outcome.revision, context, slot));
      if (slot) await slot;
    }
    return outcome;
  }

  /** Before any operation on a payment whose last outcome is unknown, the gateway is asked. */
  async clear(paymentId: string, context: CommandContext): Promise<void> {
    const { state } = await this.runner.load(PAYMENT, paymentId);
    if (state.status === 'none' || openAttempt(state)?.status !== 'unknown') return;
    await this.ask(paymentId, context);
  }

  /** Asks the gateway what became of the open attempt; waits for a call that is under way instead. */
  async ask(paymentId: string, context: CommandContext): Promise<void> {
    const running = this.running.get(paymentId);
    if (running) return running;
    const asking = this.lookUp(paymentId, context);
    this.run(
      paymentId,
      asking.then(
        () => undefined,
        () => undefined,
      ),
    );
    const outcome = await asking;
    const sending = outcome && attemptToSend(outcome);
    if (!sending) return;
    const slot = this.slots.take();
    this.run(paymentId, this.send(paymentId, sending, outcome.revision, context, slot));
    if (slot) await slot;
  }

  /** The call or question under way for a payment. */
  underWay(paymentId: string): Promise<void> | undefined {
    return this.running.get(paymentId);
  }

  private async lookUp(
    paymentId: string,
    context: CommandContext,
  ): Promise<PaymentOutcome | undefined> {
    const { state, revision } = await this.runner.load(PAYMENT, paymentId);
    if (state.status !== 'open') return undefined;
    const attempt = openAttempt(state);
    if (!attempt) return undefined;
    const span = this.beginCall('lookup', context);
    const askedAt = this.clock.now();
    const answer = await this.calls.ask(state, attempt);
    if (span) endCall(span, answer);
    return this.record('record-lookup', state, attempt, answer, revision, context, askedAt);
  }

  /** Sends an attempt, records what the gateway said, and goes on with what follows from it. */
  private async send(
    paymentId: string,
    first: Sending,
    firstRevision: number,
    context: CommandContext,
    slot: Promise<void> | undefined,
  ): Promise<void> {
    if (slot) await slot;
    try {
      let next: Sending | undefined = first;
      let revision = firstRevision;
      while (next) {
        const { payment, attempt } = next;
        const span = this.beginCall(attempt.kind, context);
        const answer = await this.calls.send(payment, attempt, context);
        if (span) endCall(span, answer);
        const outcome = await this.record(
          'record-answer',
          payment,
          attempt,
          answer,
          revision,
          context,
        );
        next = attemptToSend(outcome);
        revision = outcome.revision;
      }
    } catch (error) {
      // The attempt stays open in the record; its due date will have the gateway asked.
      this.logger.error(`The outcome of an attempt on ${paymentId} could not be recorded.`, error);
    } finally {
      this.slots.free();
    }
  }

  private async record(
    type: 'record-answer' | 'record-lookup',
    { paymentId, order }: OpenPayment,
    attempt: OpenAttempt,
    answer: LookupAnswer,
    revision: number,
    context: CommandContext,
    askedAt?: Instant,
  ): Promise<PaymentOutcome> {
    const { effectiveAt: _, ...asked } = context;
    const recording: CommandContext = {
      ...asked,
      // Two processes may ask at once and hear different things: those are two commands.
      commandId: deriveUuid(type, paymentId, revision, answer.kind),
      actor: ACTOR,
      now: this.clock.now(),
    };
    const { attemptId, token, account } = attempt;
    const { customerId } = order;
    if (isDebit(attempt) && answer.kind === 'succeeded')
      await this.routing.keep({ token, account, customerId, paymentId }, recording);
    const card = await this.cards.heard(paymentId, attempt, answer, recording);
    const heard = { attemptId, answer, askedAt, ...card, now: recording.now };
    const command = { type, paymentId, ...heard } as const;
    return this.runner.execute(PAYMENT, paymentId, command, recording);
  }

  private beginCall(operation: string, { traceparent }: CommandContext): Span | undefined {
    if (!this.tracing.on) return undefined;
    return this.tracing.begin({
      kind: 'client',
      name: `gateway ${operation}`,
      parent: traceparent,
      attributes: { 'continuo.gateway_operation': operation },
    });
  }

  private run(paymentId: string, work: Promise<void>): void {
    const ended: Promise<void> = work.finally(() => {
      if (this.running.get(paymentId) === ended) this.running.delete(paymentId);
    });
    this.running.set(paymentId, ended);
    void this.work.track(ended);
  }
}

interface Sending {
  readonly payment: OpenPayment;
  readonly attempt: OpenAttempt;
}

function endCall(span: Span, { kind }: LookupAnswer): void {
  span.set('continuo.gateway_answer', kind);
  span.end(kind === 'unknown' ? kind : undefined);
}

/** The attempt that these events ask to be sent; nothing when they were recorded before. */
function attemptToSend({ events, state }: PaymentOutcome): Sending | undefined {
  const last = events[events.length - 1]?.type;
  if (last !== 'payment.attempt-recorded.v1' && last !== 'payment.attempt-resent.v1')
    return undefined;
  const attempt = state.status === 'open' ? openAttempt(state) : undefined;
  return state.status === 'open' && attempt ? { payment: state, attempt } : undefined;
}
