import {
  SHIPMENTS_HELD,
  SHIPMENTS_RELEASED,
  type ShipmentsHeld,
  type ShipmentsReleased,
} from '@continuo/contracts/collections';
import { CLOCK, type Clock } from '@continuo/kernel/clock';
import { type IntegrationMessage, contextFor } from '@continuo/messaging/message';
import { OnMessage } from '@continuo/messaging/on-message';
import { Controller, Inject } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { Payload } from '@nestjs/microservices';
import { HoldShipmentsCommand } from '../application/hold-shipments/hold-shipments.command';

const GROUP = 'fulfilment';

/** What payments say about customers who owe more than the limits allow. */
@Controller()
export class PastDueConsumer {
  constructor(
    private readonly commands: CommandBus,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @OnMessage(SHIPMENTS_HELD.type, GROUP)
  async held(@Payload() message: IntegrationMessage<ShipmentsHeld>): Promise<void> {
    await this.hold(message, message.data.because);
  }

  @OnMessage(SHIPMENTS_RELEASED.type, GROUP)
  async released(@Payload() message: IntegrationMessage<ShipmentsReleased>): Promise<void> {
    await this.hold(message, null);
  }

  private async hold(
    message: IntegrationMessage<ShipmentsHeld | ShipmentsReleased>,
    because: string | null,
  ): Promise<void> {
    const context = contextFor(message, 'hold-shipments', GROUP, this.clock.now());
    const { customer_id: customerId } = message.data;
    await this.commands.execute(
      new HoldShipmentsCommand(customerId, because, message.sequence, context),
    );
  }
}
