import { DISPUTE_LOST, type DisputeLost } from '@continuo/contracts/collections';
import type { LineAmount } from '@continuo/contracts/common';
import { ORDER_PLACED, type OrderPlaced } from '@continuo/contracts/orders';
import {
  PAYMENT_CAPTURED,
  PAYMENT_REFUNDED,
  type PaymentCaptured,
  type PaymentRefunded,
} from '@continuo/contracts/payments';
import { CLOCK, type Clock } from '@continuo/kernel/clock';
import { type IntegrationMessage, contextFor } from '@continuo/messaging/message';
import { OnMessage } from '@continuo/messaging/on-message';
import { Controller, Inject } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { Payload } from '@nestjs/microservices';
import { RegisterSaleCommand } from '../application/register-sale/register-sale.command';
import { SettlePaymentCommand } from '../application/settle-payment/settle-payment.command';
import type { Settlement } from '../domain/commission/events';
import { soldLines } from './sold-lines';

@Controller()
export class CommissionsConsumer {
  constructor(
    private readonly commands: CommandBus,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @OnMessage(ORDER_PLACED.type, 'commissions')
  async register(@Payload() message: IntegrationMessage<OrderPlaced>): Promise<void> {
    const { order_id, currency, origin, sale, lines } = message.data;
    const placed = {
      orderId: order_id,
      agentId: sale.agent_id,
      callCentreId: sale.call_centre_id,
      campaignId: sale.campaign_id,
      currency,
      placedAt: message.time,
      cycle: origin.kind === 'program' ? origin.cycle : 1,
      messageId: message.id,
      lines: soldLines(lines),
    };
    const context = contextFor(message, 'register-sale', 'commissions', this.clock.now());
    await this.commands.execute(new RegisterSaleCommand(placed, context));
  }

  @OnMessage(PAYMENT_CAPTURED.type, 'commissions')
  async accrue(@Payload() message: IntegrationMessage<PaymentCaptured>): Promise<void> {
    const { order_id, capture_id } = message.data;
    const context = contextFor(message, 'settle-capture', 'commissions', this.clock.now());
    const settlement = settlementOf(message, capture_id);
    await this.commands.execute(new SettlePaymentCommand('capture', order_id, settlement, context));
  }

  @OnMessage(PAYMENT_REFUNDED.type, 'commissions')
  async reverse(@Payload() message: IntegrationMessage<PaymentRefunded>): Promise<void> {
    const { order_id, refund_id } = message.data;
    const context = contextFor(message, 'settle-refund', 'commissions', this.clock.now());
    const settlement = settlementOf(message, refund_id);
    await this.commands.execute(new SettlePaymentCommand('refund', order_id, settlement, context));
  }

  /** Only what is lost is taken back: of a dispute that is open or won, nothing was. */
  @OnMessage(DISPUTE_LOST.type, 'commissions')
  async lose(@Payload() message: IntegrationMessage<DisputeLost>): Promise<void> {
    const { order_id, dispute_id } = message.data;
    const context = contextFor(message, 'settle-dispute', 'commissions', this.clock.now());
    const settlement = settlementOf(message, dispute_id);
    await this.commands.execute(new SettlePaymentCommand('refund', order_id, settlement, context));
  }
}

function settlementOf(
  message: IntegrationMessage<{ payment_id: string; lines: LineAmount[] }>,
  settlementId: string,
): Settlement {
  return {
    settlementId,
    paymentId: message.data.payment_id,
    messageId: message.id,
    messageType: message.type,
    at: message.time,
    lines: message.data.lines.map(({ line_id, quantity, goods_minor }) => ({
      orderLineId: line_id,
      quantity,
      goodsMinor: goods_minor,
    })),
  };
}
