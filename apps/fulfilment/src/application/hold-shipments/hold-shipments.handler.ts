import { CommandRunner } from '@continuo/event-store/command-runner';
import { EVENT_STORE, type EventStore } from '@continuo/event-store/event-store';
import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ShipmentsByCustomerQuery } from '../../projections/shipments-by-customer/query';
import { SHIPPING_HOLD } from '../aggregates';
import { ShippingHolds } from '../shipping-holds';
import { HoldShipmentsCommand } from './hold-shipments.command';

/**
 * The customer's hold first, then each request that no vendor has accepted yet. What is requested
 * after the hold is in the record finds it there: see {@link ShippingHolds}.
 */
@CommandHandler(HoldShipmentsCommand)
export class HoldShipmentsHandler implements ICommandHandler<HoldShipmentsCommand> {
  constructor(
    private readonly runner: CommandRunner,
    private readonly holds: ShippingHolds,
    private readonly shipments: ShipmentsByCustomerQuery,
    @Inject(EVENT_STORE) private readonly store: EventStore,
  ) {}

  async execute({ customerId, because, sequence, context }: HoldShipmentsCommand): Promise<void> {
    const command = { customerId, because, sequence };
    await this.runner.execute(SHIPPING_HOLD, customerId, command, context);
    const waiting = await this.shipments.awaitingVendor(customerId, await this.store.head());
    await this.holds.apply(customerId, waiting, context);
  }
}
