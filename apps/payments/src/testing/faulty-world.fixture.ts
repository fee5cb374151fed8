import type { CommandContext } from '@continuo/kernel/command-context';
import { type Instant, addMs } from '@continuo/kernel/instant';
import { SimulatorGateway } from '../adapters/simulator/simulator-gateway';
import { PAYMENT } from '../application/aggregates';
import { CancelPaymentCommand } from '../application/cancel-payment/cancel-payment.command';
import { CancelPaymentHandler } from '../application/cancel-payment/cancel-payment.handler';
import { CapturePackageCommand } from '../application/capture-package/capture-package.command';
import { CapturePackageHandler } from '../application/capture-package/capture-package.handler';
import { OpenPaymentCommand } from '../application/open-payment/open-payment.command';
import { OpenPaymentHandler } from '../application/open-payment/open-payment.handler';
import { paymentIdOf } from '../application/payment-id';
import type { GatewayNotice } from '../application/ports';
import { ReceiveNoticeCommand } from '../application/receive-notice/receive-notice.command';
import { ReceiveNoticeHandler } from '../application/receive-notice/receive-notice.handler';
import { RaiseAuthorisationCommand } from '../application/raise-authorisation/raise-authorisation.command';
import { RaiseAuthorisationHandler } from '../application/raise-authorisation/raise-authorisation.handler';
import { RefundPaymentCommand } from '../application/refund-payment/refund-payment.command';
import { RefundPaymentHandler } from '../application/refund-payment/refund-payment.handler';
import { RetryPaymentCommand } from '../application/retry-payment/retry-payment.command';
import { RetryPaymentHandler } from '../application/retry-payment/retry-payment.handler';
import type { Initiator, LineQuantity, OrderFacts } from '../domain/payment/facts';
import type { RaiseRequest } from '../domain/payment/raise';
import type { RefundRequest } from '../domain/payment/refund';
import { openAttempt } from '../domain/payment/state';
import { NOW } from './examples';
import { breachesOf } from './judged.fixture';
import { MemoryBooks } from './memory-books.fixture';
import { MemoryEventStore } from './memory-event-store';
import { type Death, type Faults, Mortal } from './mortal';
import { PaymentsProcess } from './payments-process';

const DAY_MS = 86_400_000;
/** A payment of four instalments, each of which a person has to ask for twice, is over after these. */
const ROUNDS = 12;
/** As where several processes work on one record. */
const RUNNER = { shared: true, cachedStreams: 50 };

/** What others ask of payments: a message or a request, sent again until it is answered. */
export type Asking =
  | { readonly ask: 'place'; readonly order: OrderFacts; readonly token: string }
  | {
      readonly ask: 'ship';
      readonly orderId: string;
      readonly packageId: string;
      readonly lines: readonly LineQuantity[];
    }
  | { readonly ask: 'refund'; readonly orderId: string; readonly request: RefundRequest }
  | { readonly ask: 'raise'; readonly orderId: string; readonly request: RaiseRequest }
  | { readonly ask: 'cancel'; readonly orderId: string }
  | { readonly ask: 'another-card'; readonly orderId: string; readonly token: string }
  | { readonly ask: 'notice'; readonly notice: GatewayNotice }
  /** What is due is woken. */
  | { readonly ask: 'wake' };

/** One start of the payments service, until it dies. */
export interface Instance {
  readonly process: PaymentsProcess;
  readonly mortal: Mortal;
}

/** A record and a gateway's books that outlive every process that works on them. */
export class FaultyWorld {
  readonly store = new MemoryEventStore();
  readonly books = new MemoryBooks();
  now: Instant = NOW;
  private readonly simulator = new SimulatorGateway(this.books);

  /** Starts a process, which looks first at what an earlier one left open. */
  async start(death?: Death, faults?: Faults): Promise<Instance> {
    const mortal = new Mortal(death);
    const gateway = mortal.gateway(this.simulator, faults);
    const process = new PaymentsProcess(mortal.record(this.store), gateway, RUNNER);
    process.now = this.now;
    await this.alive({ process, mortal }, process.recovery.onApplicationBootstrap());
    return { process, mortal };
  }

  /** Whether it was answered; a refusal is an answer, the death of the process none. */
  async ask({ process, mortal }: Instance, asking: Asking, cause: string): Promise<boolean> {
    process.now = this.now;
    const answered = this.carryOut(process, asking, process.context(cause)).catch(refused);
    await this.alive({ process, mortal }, answered);
    return !mortal.isDead;
  }

  /** Everything that a process has begun ends, if not by its death. */
  async idle(instance: Instance): Promise<void> {
    await this.alive(instance, instance.process.work.idle());
  }

  /** Ends all that is open in a world without faults: time passes, and a person asks what is left. */
  async settle(): Promise<void> {
    const instance = await this.start();
    for (let round = 1; round <= ROUNDS; round += 1) {
      await this.passTime(instance);
      const open = await this.openPayments(instance);
      if (open.length === 0) return;
      for (const paymentId of open) {
        const context = instance.process.context(`a person asks ${paymentId} in round ${round}`);
        await instance.process.desk.ask(paymentId, context).catch(refused);
        await this.idle(instance);
      }
    }
  }

  private async openPayments({ process }: Instance): Promise<readonly string[]> {
    const open: string[] = [];
    for (const paymentId of this.paymentIds) {
      const { state } = await process.runner.load(PAYMENT, paymentId);
      if (state.status === 'open' && openAttempt(state)) open.push(paymentId);
    }
    return open;
  }

  private async passTime(instance: Instance): Promise<void> {
    for (const ms of [0, 60_000, 300_000, 3_600_000, ...Array<number>(8).fill(DAY_MS)]) {
      this.now = addMs(this.now, ms);
      await this.ask(instance, { ask: 'wake' }, `wake ${this.now}`);
      await this.idle(instance);
    }
  }

  /** What the books say against the record; empty when all is well. */
  async breaches(): Promise<string[]> {
    const { process } = await this.start();
    const payments = new Map();
    for (const id of this.paymentIds)
      payments.set(id, (await process.runner.load(PAYMENT, id)).state);
    await process.work.idle();
    return breachesOf({ books: this.books.entries, payments, events: this.store.events });
  }

  private get paymentIds(): readonly string[] {
    const streams = this.store.events.map(({ stream }) => stream);
    const ours = streams.filter((stream) => stream.startsWith('payment-'));
    return [...new Set(ours)].map((stream) => stream.slice('payment-'.length));
  }

  private async alive({ mortal }: Instance, work: Promise<unknown>): Promise<void> {
    await Promise.race([work, mortal.died]);
  }

  private async carryOut(
    process: PaymentsProcess,
    asking: Asking,
    context: CommandContext,
  ): Promise<unknown> {
    const { desk, runner, cards, credits, routing, alerts, disputes } = process;
    switch (asking.ask) {
      case 'place': {
        const { order, token } = asking;
        const initiator: Initiator = order.origin.kind === 'program' ? 'recurring' : 'moto';
        const method = { token, initiator, networkTransactionId: null };
        const command = new OpenPaymentCommand(order, method, context);
        return new OpenPaymentHandler(desk, routing, cards, credits).execute(command);
      }
      case 'ship': {
        const { orderId, packageId, lines } = asking;
        const command = new CapturePackageCommand(orderId, packageId, lines, context);
        return new CapturePackageHandler(desk, alerts).execute(command);
      }
      case 'refund': {
        const paymentId = paymentIdOf(asking.orderId);
        const { revision } = await runner.load(PAYMENT, paymentId);
        const { request } = asking;
        const command = new RefundPaymentCommand(paymentId, request, revision, undefined, context);
        return new RefundPaymentHandler(desk, runner, alerts).execute(command);
      }
      case 'raise': {
        const paymentId = paymentIdOf(asking.orderId);
        const { revision } = await runner.load(PAYMENT, paymentId);
        const { request } = asking;
        return new RaiseAuthorisationHandler(desk, runner, alerts).execute(
          new RaiseAuthorisationCommand(paymentId, request, revision, undefined, context),
        );
      }
      case 'cancel':
        return new CancelPaymentHandler(desk).execute(
          new CancelPaymentCommand(asking.orderId, [], 'changed mind', context),
        );
      case 'another-card': {
        const { orderId, token } = asking;
        const method = { token, initiator: 'moto', networkTransactionId: null } as const;
        const handler = new RetryPaymentHandler(desk, cards, routing, runner);
        return handler.execute(new RetryPaymentCommand(orderId, method, context));
      }
      case 'notice':
        return new ReceiveNoticeHandler(desk, runner, disputes, cards, process.updating).execute(
          new ReceiveNoticeCommand('simulator', asking.notice, context),
        );
      case 'wake':
        return process.after(0);
    }
  }
}

/** A refusal is an answer; everything else is a fault of ours. */
function refused(error: unknown): void {
  const name = error instanceof Error ? error.name : '';
  if (name !== 'DomainError' && name !== 'WrongExpectedRevisionError') throw error;
}
