import type { LineQuantity as LineQuantityMessage } from '@continuo/contracts/common';
import {
  PACKAGE_DELIVERED,
  PACKAGE_SHIPPED,
  type PackageDelivered,
  type PackageShipped,
  SHIPMENT_CANCELLATION_REFUSED,
  SHIPMENT_CANCELLED,
  SHIPMENT_REJECTED,
  type ShipmentCancellationRefused,
  type ShipmentCancelled,
  type ShipmentRejected,
} from '@continuo/contracts/fulfilment';
import { CLOCK, type Clock } from '@continuo/kernel/clock';
import { contextFor, type IntegrationMessage } from '@continuo/messaging/message';
import { OnMessage } from '@continuo/messaging/on-message';
import { Controller, Inject } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { Payload } from '@nestjs/microservices';
import { orderAggregate } from '../application/aggregates';
import { CarryOut } from '../application/carry-out/carry-out.command';
import type { GoodsCommand } from '../domain/order/commands';
import type { LineQuantity } from '../domain/order/line';

/** What the vendors did with the goods. */
@Controller()
export class FulfilmentConsumer {
  constructor(
    private readonly commands: CommandBus,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @OnMessage(PACKAGE_SHIPPED.type, 'orders')
  async shipped(@Payload() message: IntegrationMessage<PackageShipped>): Promise<void> {
    const { order_id, shipment_id, vendor_id, package_id, tracking, shipped_at } = message.data;
    await this.record(message, order_id, {
      kind: 'record-package',
      package: {
        shipmentId: shipment_id,
        vendorId: vendor_id,
        packageId: package_id,
        lines: message.data.lines.map(lineQuantity),
        tracking,
        shippedAt: shipped_at,
      },
    });
  }

  @OnMessage(PACKAGE_DELIVERED.type, 'orders')
  async delivered(@Payload() message: IntegrationMessage<PackageDelivered>): Promise<void> {
    const { order_id, package_id, delivered_at } = message.data;
    const command = { packageId: package_id, deliveredAt: delivered_at };
    await this.record(message, order_id, { kind: 'record-delivery', ...command });
  }

  @OnMessage(SHIPMENT_REJECTED.type, 'orders')
  async rejected(@Payload() message: IntegrationMessage<ShipmentRejected>): Promise<void> {
    const { order_id, shipment_id, reason } = message.data;
    await this.record(message, order_id, {
      kind: 'record-rejection',
      shipmentId: shipment_id,
      reason,
    });
  }

  @OnMessage(SHIPMENT_CANCELLED.type, 'orders')
  async cancelled(@Payload() message: IntegrationMessage<ShipmentCancelled>): Promise<void> {
    const { order_id, lines, reason } = message.data;
    await this.record(message, order_id, {
      kind: 'record-shipment-cancelled',
      lines: lines.map(lineQuantity),
      reason,
    });
  }

  @OnMessage(SHIPMENT_CANCELLATION_REFUSED.type, 'orders')
  async refused(
    @Payload() message: IntegrationMessage<ShipmentCancellationRefused>,
  ): Promise<void> {
    const { order_id, shipment_id, reason } = message.data;
    await this.record(message, order_id, {
      kind: 'record-cancellation-refused',
      shipmentId: shipment_id,
      reason,
    });
  }

  private async record(message: IntegrationMessage, orderId: string, command: GoodsCommand) {
    const context = contextFor(message, command.kind, 'orders', this.clock.now());
    await this.commands.execute(new CarryOut(orderAggregate, orderId, command, context));
  }
}

function lineQuantity({ line_id, sku, quantity }: LineQuantityMessage): LineQuantity {
  return { lineId: line_id, sku, quantity };
}
