import { CommandRunner } from '@continuo/event-store/command-runner';
import { deriveId } from '@continuo/kernel/ids';
import { PERSONAL_DATA, ERASED, type PersonalData } from '@continuo/personal-data/personal-data';
import { Inject } from '@nestjs/common';
import { CommandHandler } from '@nestjs/cqrs';
import type { Destination, Placement, SealedAddress } from '../../domain/order/events';
import { type DraftLine, lineIdOf } from '../../domain/order/line';
import { priceOrder } from '../../domain/order/pricing';
import { orderAggregate } from '../aggregates';
import { OrderSeal } from '../selling/order-seal';
import { SalesDesk } from '../selling/sales-desk';
import { type DueCycle, PlaceCycleOrder } from './place-cycle-order.command';

/** Without an address nothing can be taxed or shipped: the order is placed for nowhere, and held by fulfilment. */
const NOWHERE: Destination = { country: '', region: '' };

/** Exactly one order per cycle: its id follows from program and cycle. */
@CommandHandler(PlaceCycleOrder)
export class PlaceCycleOrderHandler {
  constructor(
    private readonly runner: CommandRunner,
    private readonly desk: SalesDesk,
    private readonly seal: OrderSeal,
    @Inject(PERSONAL_DATA) private readonly personal: PersonalData,
  ) {}

  async execute({ due, context }: PlaceCycleOrder): Promise<void> {
    const orderId = deriveId('ord', due.subscriptionId, due.cycle);
    const placement = await this.placementOf(due, orderId);
    const command = { kind: 'place', placement, shipOn: due.shipOn } as const;
    await this.runner.execute(orderAggregate, orderId, command, context);
  }

  private async placementOf(due: DueCycle, orderId: string): Promise<Placement> {
    const { customerId, currency, zone, dueOn, payment, sale, subscriptionId, cycle } = due;
    const { shipTo, destination } = await this.addressFor(due, orderId);
    const lines = [due, ...due.further].map((line, index): DraftLine => ({
      lineId: lineIdOf(index + 1),
      kind: 'continuity',
      offerId: null,
      offerPriceVersion: null,
      sku: line.sku,
      name: line.name,
      quantity: line.quantity,
      unitPriceMinor: line.unitPriceMinor,
      taxCategory: due.taxCategory,
      instalments: 1,
      program: null,
      ...(line.components && { components: line.components }),
    }));
    const shipping = { perOrderMinor: due.shippingMinor, freeFromGoodsMinor: null };
    const tax = await this.desk.taxRates(destination);
    return {
      orderId,
      customerId,
      origin: { kind: 'program', subscriptionId, cycle },
      sale,
      currency,
      zone,
      placedOn: dueOn,
      shipTo,
      destination,
      ...priceOrder(lines, { placedOn: dueOn, shipping, tax }),
      payment,
      tender: { useCredit: true, depositMinor: 0 },
      consent: null,
    };
  }

  /** The program's address as it is now, sealed again for this order: later changes do not move it. */
  private async addressFor(
    { shipTo, customerId }: DueCycle,
    orderId: string,
  ): Promise<{ shipTo: SealedAddress; destination: Destination }> {
    const { sealed, stream, field } = shipTo;
    const opened = await this.personal.open(sealed, { customerId, stream, field });
    if (opened === ERASED) return { shipTo, destination: NOWHERE };
    const { country, region } = opened;
    const own = await this.seal.shipTo(opened, orderId, customerId);
    return { shipTo: own, destination: { country, region } };
  }
}
