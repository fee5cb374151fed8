import {
  PAYMENT_AUTHORISED,
  PAYMENT_CAPTURED,
  PAYMENT_DECLINED,
  PAYMENT_REFUNDED,
  PAYMENT_UNKNOWN,
  type PaymentAuthorised,
  type PaymentCaptured,
  type PaymentDeclined,
  type PaymentRefunded,
  type PaymentUnknown,
} from '@continuo/contracts/payments';
import { CLOCK, type Clock } from '@continuo/kernel/clock';
import { contextFor, type IntegrationMessage } from '@continuo/messaging/message';
import { OnMessage } from '@continuo/messaging/on-message';
import { Controller, Inject } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { Payload } from '@nestjs/microservices';
import { orderAggregate, paymentLinkAggregate } from '../application/aggregates';
import { CarryOut } from '../application/carry-out/carry-out.command';
import { PAYMENT_OUTCOMES, type PaymentOutcomes } from '../application/ports';
import type { MoneyCommand } from '../domain/order/commands';
import { isPlaced, type OrderState } from '../domain/order/state';
import type { LinkOutcome } from '../domain/payment-link/decider';

/** What became of the money reaches the order, and whoever waits for it. */
@Controller()
export class PaymentsConsumer {
  constructor(
    private readonly commands: CommandBus,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(PAYMENT_OUTCOMES) private readonly outcomes: PaymentOutcomes,
  ) {}

  @OnMessage(PAYMENT_AUTHORISED.type, 'orders')
  async authorised(@Payload() message: IntegrationMessage<PaymentAuthorised>): Promise<void> {
    const { order_id, payment_id, amount_minor, token, network_transaction_id } = message.data;
    const authorisation = {
      paymentId: payment_id,
      amountMinor: amount_minor,
      token,
      networkTransactionId: network_transaction_id,
    };
    const order = await this.record(message, order_id, {
      kind: 'record-authorisation',
      authorisation,
    });
    this.outcomes.settled(order_id);
    const paid = { kind: 'paid', paymentId: payment_id, amountMinor: amount_minor } as const;
    await this.tellLink(message, order, { instalment: 1, ...paid });
  }

  @OnMessage(PAYMENT_DECLINED.type, 'orders')
  async declined(@Payload() message: IntegrationMessage<PaymentDeclined>): Promise<void> {
    const { order_id, payment_id, instalment, amount_minor, code, final, retry_at } = message.data;
    const decline = {
      paymentId: payment_id,
      instalment,
      amountMinor: amount_minor,
      decline: message.data.decline,
      code,
      final,
      retryAt: retry_at,
    };
    const order = await this.record(message, order_id, { kind: 'record-decline', decline });
    this.outcomes.settled(order_id);
    await this.tellLink(message, order, { kind: 'declined', code, instalment });
  }

  @OnMessage(PAYMENT_UNKNOWN.type, 'orders')
  async unknown(@Payload() message: IntegrationMessage<PaymentUnknown>): Promise<void> {
    await this.record(message, message.data.order_id, { kind: 'record-unknown' });
    this.outcomes.settled(message.data.order_id);
  }

  @OnMessage(PAYMENT_CAPTURED.type, 'orders')
  async captured(@Payload() message: IntegrationMessage<PaymentCaptured>): Promise<void> {
    const { order_id, payment_id, capture_id, instalment, amount_minor } = message.data;
    const capture = { captureId: capture_id, instalment, amountMinor: amount_minor };
    const order = await this.record(message, order_id, { kind: 'record-capture', capture });
    // The first instalment was authorised before: its link knows.
    if (instalment === 1) return;
    const paid = { kind: 'paid', paymentId: payment_id, amountMinor: amount_minor } as const;
    await this.tellLink(message, order, { ...paid, instalment });
  }

  @OnMessage(PAYMENT_REFUNDED.type, 'orders')
  async refunded(@Payload() message: IntegrationMessage<PaymentRefunded>): Promise<void> {
    const { order_id, refund_id, reason, amount_minor } = message.data;
    const refund = { refundId: refund_id, reason, amountMinor: amount_minor };
    await this.record(message, order_id, { kind: 'record-refund', refund });
  }

  private async record(message: IntegrationMessage, orderId: string, command: MoneyCommand) {
    const context = contextFor(message, command.kind, 'orders', this.clock.now());
    const order = new CarryOut(orderAggregate, orderId, command, context);
    return (await this.commands.execute(order)).state;
  }

  /** The link by which the token came, if it came by one. */
  private async tellLink(message: IntegrationMessage, order: OrderState, outcome: LinkOutcome) {
    const link = isPlaced(order) ? order.pay.link : null;
    if (!link) return;
    const { paymentLinkId: id, attempt } = link;
    const now = this.clock.now();
    const command = { kind: 'record-outcome', attempt, outcome, now } as const;
    const context = contextFor(message, 'record-link-outcome', 'orders', now);
    await this.commands.execute(new CarryOut(paymentLinkAggregate, id, command, context));
    this.outcomes.settled(id);
  }
}
