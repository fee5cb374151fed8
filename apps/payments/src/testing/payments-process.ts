import { CommandRunner, type CommandRunnerOptions } from '@continuo/event-store/command-runner';
import type { EventStore } from '@continuo/event-store/event-store';
import { systemActor } from '@continuo/kernel/actor';
import type { CommandContext } from '@continuo/kernel/command-context';
import { deriveUuid } from '@continuo/kernel/ids';
import { type Instant, addMs } from '@continuo/kernel/instant';
import { WorkInFlight } from '@continuo/service/work-in-flight';
import { NO_TRACING } from '@continuo/tracing/tracing';
import { PAYMENT } from '../application/aggregates';
import { Cards } from '../application/cards';
import { CloseDisputeHandler } from '../application/close-dispute/close-dispute.handler';
import { CustomerCredits } from '../application/customer-credits';
import { DisputeNotices } from '../application/dispute-notices';
import { FinanceAlerts } from '../application/finance-alerts';
import { GatewayCalls } from '../application/gateway-calls';
import { GatewayDesk } from '../application/gateway-desk';
import { OpenDisputeHandler } from '../application/open-dispute/open-dispute.handler';
import type { PaymentGateway } from '../application/ports';
import { ProcessorAccounts } from '../application/processor-accounts';
import { KnownTokens } from '../application/known-tokens';
import { Routing } from '../application/routing';
import { UpdateCardHandler } from '../application/update-card/update-card.handler';
import { PaymentWaker } from '../processes/payment/payment.waker';
import { Recovery } from '../processes/payment/recovery';
import { NOW } from './examples';

/** The payments service without its edges, as one start of it; for specs. */
export class PaymentsProcess {
  now: Instant = NOW;
  readonly clock = { now: () => this.now };
  readonly runner: CommandRunner;
  readonly work = new WorkInFlight();
  readonly cards: Cards;
  readonly routing: Routing;
  readonly known: KnownTokens;
  readonly credits: CustomerCredits;
  readonly alerts: FinanceAlerts;
  readonly desk: GatewayDesk;
  readonly disputes: DisputeNotices;
  readonly updating: UpdateCardHandler;
  readonly waker: PaymentWaker;
  readonly recovery: Recovery;

  constructor(
    private readonly store: EventStore,
    gateway: PaymentGateway | ProcessorAccounts,
    options: CommandRunnerOptions = {},
  ) {
    this.runner = new CommandRunner(store, options);
    this.cards = new Cards(this.runner);
    const { runner, cards, work, clock } = this;
    const accounts = gateway instanceof ProcessorAccounts ? gateway : ProcessorAccounts.of(gateway);
    this.routing = new Routing(accounts, runner);
    this.credits = new CustomerCredits(runner);
    this.alerts = new FinanceAlerts(runner);
    const { routing, alerts } = this;
    this.known = new KnownTokens(accounts, routing, alerts, clock);
    const calls = new GatewayCalls(accounts, routing, alerts);
    this.desk = new GatewayDesk(runner, cards, work, routing, calls, clock, NO_TRACING);
    const { desk } = this;
    const opening = new OpenDisputeHandler(desk, runner, alerts);
    const closing = new CloseDisputeHandler(desk, runner);
    this.disputes = new DisputeNotices(desk, opening, closing, alerts);
    this.updating = new UpdateCardHandler(desk, runner, cards);
    this.waker = new PaymentWaker(this.desk, this.runner, this.cards);
    this.recovery = new Recovery(this.desk, this.runner, this.work, store, this.clock);
  }

  context(cause: string): CommandContext {
    const commandId = deriveUuid('spec', cause);
    return { commandId, actor: systemActor('spec'), now: this.now, correlationId: commandId };
  }

  /** Moves the clock and wakes what is due, as the scheduler does, until nothing is under way. */
  async after(ms: number): Promise<void> {
    this.now = addMs(this.now, ms);
    for (const { stream, dueAt } of await this.store.dueStreams(PAYMENT.category, this.now, 100)) {
      const paymentId = stream.slice('payment-'.length);
      await this.waker.wake(paymentId, this.context(`wake ${stream} ${dueAt}`));
    }
    await this.work.idle();
  }

  async types(paymentId: string): Promise<string[]> {
    const events = await this.store.readStream(`payment-${paymentId}`);
    return events.map(({ type }) => type.slice('payment.'.length, -'.v1'.length));
  }
}
