import type { OrderOrigin } from '@continuo/contracts/common';
import { PACKAGE_DELIVERED, type PackageDelivered } from '@continuo/contracts/fulfilment';
import {
  ORDER_CANCELLED,
  ORDER_RELEASED,
  type OrderCancelled,
  type OrderReleased,
} from '@continuo/contracts/orders';
import {
  PAYMENT_AUTHORISED,
  PAYMENT_CAPTURED,
  PAYMENT_DECLINED,
  PAYMENT_UNKNOWN,
  type PaymentAuthorised,
  type PaymentCaptured,
  type PaymentDeclined,
  type PaymentUnknown,
} from '@continuo/contracts/payments';
import { CLOCK, type Clock } from '@continuo/kernel/clock';
import { contextFor, type IntegrationMessage } from '@continuo/messaging/message';
import { OnMessage } from '@continuo/messaging/on-message';
import { Controller, Inject } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { Payload } from '@nestjs/microservices';
import { RecordReceiptCommand } from '../application/record-receipt/record-receipt.command';
import { SettleCycleCommand } from '../application/settle-cycle/settle-cycle.command';
import { SettleFirstOrderCommand } from '../application/settle-first-order/settle-first-order.command';
import { StartSubscriptionsCommand } from '../application/start-subscriptions/start-subscriptions.command';
import type { FirstOrderOutcome } from '../domain/first-order/decider';
import type { CycleNews } from '../domain/subscription/commands';
import { soldOrder } from './sold-order';

const GROUP = 'subscriptions';

/** What orders and payments say about the orders of programs: those that sell them, and those of their cycles. */
@Controller()
export class SubscriptionsConsumer {
  constructor(
    private readonly commands: CommandBus,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @OnMessage(ORDER_RELEASED.type, GROUP)
  async released(@Payload() message: IntegrationMessage<OrderReleased>): Promise<void> {
    const { origin } = message.data;
    if (origin.kind === 'program') return this.settle(message, origin, { news: 'released' });
    const order = soldOrder(message.data);
    if (order.lines.length === 0) return;
    const now = this.clock.now();
    const contextOf = (effect: string) => contextFor(message, effect, GROUP, now);
    await this.commands.execute(new StartSubscriptionsCommand(order, contextOf));
  }

  @OnMessage(ORDER_CANCELLED.type, GROUP)
  async cancelled(@Payload() message: IntegrationMessage<OrderCancelled>): Promise<void> {
    const { origin, reason, lines } = message.data;
    const outcome = { news: 'cancelled', reason } as const;
    await this.settle(message, origin, outcome);
    await this.settleFirst(message, lines, outcome);
  }

  @OnMessage(PAYMENT_AUTHORISED.type, GROUP)
  async authorised(@Payload() message: IntegrationMessage<PaymentAuthorised>): Promise<void> {
    const { origin, amount_minor, token, network_transaction_id } = message.data;
    await this.settle(message, origin, {
      news: 'authorised',
      amountMinor: amount_minor,
      token,
      networkTransactionId: network_transaction_id,
    });
  }

  @OnMessage(PAYMENT_DECLINED.type, GROUP)
  async declined(@Payload() message: IntegrationMessage<PaymentDeclined>): Promise<void> {
    const { origin, decline, code, final, retry_at } = message.data;
    await this.settle(message, origin, {
      news: 'declined',
      decline,
      code,
      final,
      retryAt: retry_at,
    });
  }

  @OnMessage(PAYMENT_UNKNOWN.type, GROUP)
  async unknown(@Payload() message: IntegrationMessage<PaymentUnknown>): Promise<void> {
    await this.settle(message, message.data.origin, { news: 'unknown' });
  }

  /** Money is taken when goods leave: the cycle has shipped. */
  @OnMessage(PAYMENT_CAPTURED.type, GROUP)
  async captured(@Payload() message: IntegrationMessage<PaymentCaptured>): Promise<void> {
    const { origin, amount_minor, lines, paid_by } = message.data;
    // The card's own capture follows, if only of nothing: a cycle's amount is the money that it brought.
    if (paid_by === 'credit') return;
    const outcome = { news: 'captured', amountMinor: amount_minor } as const;
    await this.settle(message, origin, outcome);
    await this.settleFirst(message, lines, outcome);
  }

  /** Trials that count from receipt begin with the first package. */
  @OnMessage(PACKAGE_DELIVERED.type, GROUP)
  async delivered(@Payload() message: IntegrationMessage<PackageDelivered>): Promise<void> {
    const { order_id, delivered_at } = message.data;
    const now = this.clock.now();
    const contextOf = (id: string) => contextFor(message, `receipt ${id}`, GROUP, now);
    await this.commands.execute(new RecordReceiptCommand(order_id, delivered_at, contextOf));
  }

  /** An order by telephone may have sold programs: of prepaid ones it pays for the first run. */
  private async settleFirst(
    message: IntegrationMessage<OrderCancelled | PaymentCaptured>,
    lines: readonly { readonly line_id: string }[],
    outcome: FirstOrderOutcome,
  ): Promise<void> {
    const { origin, order_id } = message.data;
    if (origin.kind !== 'call') return;
    const now = this.clock.now();
    const contextOf = (id: string) => contextFor(message, `settle-first ${id}`, GROUP, now);
    const ids = lines.map(({ line_id }) => line_id);
    await this.commands.execute(new SettleFirstOrderCommand(order_id, ids, outcome, contextOf));
  }

  private async settle(
    message: IntegrationMessage,
    origin: OrderOrigin,
    outcome: CycleNews,
  ): Promise<void> {
    if (origin.kind !== 'program') return;
    const context = contextFor(message, 'settle-cycle', GROUP, this.clock.now());
    await this.commands.execute(
      new SettleCycleCommand(origin.subscription_id, origin.cycle, outcome, context),
    );
  }
}
