import {
  ORDER_CANCELLATION_REQUESTED,
  ORDER_CANCELLED,
  ORDER_RELEASED,
  type OrderCancellationRequested,
  type OrderCancelled,
  type OrderReleased,
} from '@continuo/contracts/orders';
import { CLOCK, type Clock } from '@continuo/kernel/clock';
import { type IntegrationMessage, contextFor } from '@continuo/messaging/message';
import { OnMessage } from '@continuo/messaging/on-message';
import { Controller, Inject } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { Payload } from '@nestjs/microservices';
import { RouteReleaseCommand } from '../application/route-release/route-release.command';
import { StopShipmentsCommand } from '../application/stop-shipments/stop-shipments.command';

@Controller()
export class FulfilmentConsumer {
  constructor(
    private readonly commands: CommandBus,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @OnMessage(ORDER_RELEASED.type, 'fulfilment')
  async route(@Payload() message: IntegrationMessage<OrderReleased>): Promise<void> {
    const { order_id: orderId, release, lines, ship_to: shipTo, sale } = message.data;
    await this.commands.execute(
      new RouteReleaseCommand(
        orderId,
        release,
        lines.map(({ line_id, sku, name, quantity }) => ({ lineId: line_id, sku, name, quantity })),
        {
          sealed: shipTo.sealed,
          customerId: message.data.customer_id,
          stream: shipTo.stream,
          field: shipTo.field,
        },
        sale.call_centre_id,
        contextFor(message, 'route-release', 'fulfilment', this.clock.now()),
      ),
    );
  }

  @OnMessage(ORDER_CANCELLATION_REQUESTED.type, 'fulfilment')
  async stop(@Payload() message: IntegrationMessage<OrderCancellationRequested>): Promise<void> {
    const { order_id: orderId, reason } = message.data;
    const context = contextFor(message, 'stop-shipments', 'fulfilment', this.clock.now());
    await this.commands.execute(new StopShipmentsCommand(orderId, reason, true, context));
  }

  /** A held order is cancelled without asking: what another vendor still has of it is stopped. */
  @OnMessage(ORDER_CANCELLED.type, 'fulfilment')
  async stopTheRest(@Payload() message: IntegrationMessage<OrderCancelled>): Promise<void> {
    const { order_id: orderId, reason } = message.data;
    const context = contextFor(message, 'stop-the-rest', 'fulfilment', this.clock.now());
    await this.commands.execute(new StopShipmentsCommand(orderId, reason, false, context));
  }
}
