import type { LineQuantity } from '@continuo/contracts/common';
import {
  PACKAGE_DELIVERED,
  PACKAGE_SHIPPED,
  type PackageDelivered,
  type PackageShipped,
} from '@continuo/contracts/fulfilment';
import {
  ORDER_CANCELLED,
  ORDER_PAYMENT_RETRIED,
  ORDER_PLACED,
  type OrderCancelled,
  type OrderPaymentRetried,
  type OrderPlaced,
} from '@continuo/contracts/orders';
import { CLOCK, type Clock } from '@continuo/kernel/clock';
import { type IntegrationMessage, contextFor } from '@continuo/messaging/message';
import { OnMessage } from '@continuo/messaging/on-message';
import { Controller, Inject } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { Payload } from '@nestjs/microservices';
import { CancelPaymentCommand } from '../application/cancel-payment/cancel-payment.command';
import { CapturePackageCommand } from '../application/capture-package/capture-package.command';
import { NoteShipmentCommand } from '../application/note-shipment/note-shipment.command';
import { OpenPaymentCommand } from '../application/open-payment/open-payment.command';
import { RetryPaymentCommand } from '../application/retry-payment/retry-payment.command';
import { methodOf, orderFacts } from './order-facts';

const GROUP = 'payments';

/** What happens elsewhere and moves money here. */
@Controller()
export class PaymentsConsumer {
  constructor(
    private readonly commands: CommandBus,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @OnMessage(ORDER_PLACED.type, GROUP)
  async authorise(@Payload() message: IntegrationMessage<OrderPlaced>): Promise<void> {
    const order = orderFacts(message.data, message.time);
    const method = methodOf(message.data.payment);
    const context = this.contextOf(message, 'open-payment');
    const { use_credit = false, deposit_minor = 0 } = message.data;
    await this.commands.execute(
      new OpenPaymentCommand(order, method, context, use_credit, deposit_minor),
    );
  }

  @OnMessage(ORDER_PAYMENT_RETRIED.type, GROUP)
  async retry(@Payload() message: IntegrationMessage<OrderPaymentRetried>): Promise<void> {
    const { order_id, payment } = message.data;
    const context = this.contextOf(message, 'retry-payment');
    await this.commands.execute(new RetryPaymentCommand(order_id, methodOf(payment), context));
  }

  @OnMessage(PACKAGE_SHIPPED.type, GROUP)
  async capture(@Payload() message: IntegrationMessage<PackageShipped>): Promise<void> {
    const { order_id, package_id, lines, tracking, shipped_at } = message.data;
    const context = this.contextOf(message, 'capture-package');
    await this.commands.execute(
      new CapturePackageCommand(order_id, package_id, lines.map(lineQuantity), context),
    );
    const shipped = {
      type: 'note-shipped',
      packageId: package_id,
      carrier: tracking.carrier,
      trackingNumber: tracking.number,
      shippedAt: shipped_at,
    } as const;
    const noting = this.contextOf(message, 'note-shipped');
    await this.commands.execute(new NoteShipmentCommand(order_id, shipped, noting));
  }

  @OnMessage(PACKAGE_DELIVERED.type, GROUP)
  async delivered(@Payload() message: IntegrationMessage<PackageDelivered>): Promise<void> {
    const { order_id, package_id, delivered_at } = message.data;
    const delivered = {
      type: 'note-delivered',
      packageId: package_id,
      deliveredAt: delivered_at,
    } as const;
    const context = this.contextOf(message, 'note-delivered');
    await this.commands.execute(new NoteShipmentCommand(order_id, delivered, context));
  }

  @OnMessage(ORDER_CANCELLED.type, GROUP)
  async cancel(@Payload() message: IntegrationMessage<OrderCancelled>): Promise<void> {
    const { order_id, lines, reason } = message.data;
    const context = this.contextOf(message, 'cancel-payment');
    await this.commands.execute(
      new CancelPaymentCommand(order_id, lines.map(lineQuantity), reason, context),
    );
  }

  private contextOf(message: IntegrationMessage, effect: string) {
    return contextFor(message, effect, GROUP, this.clock.now());
  }
}

function lineQuantity({ line_id, quantity }: LineQuantity) {
  return { lineId: line_id, quantity };
}
