import type { CommandContext } from '@continuo/kernel/command-context';
import type { Interval, LocalDate, Zone } from '@continuo/kernel/instant';
import { Command } from '@nestjs/cqrs';
import type { PaymentMethod, ProgramSale, ShipTo } from '../../domain/subscription/terms';

/** A line of a released order that sold a program. */
export interface ProgramLine {
  readonly lineId: string;
  readonly name: string;
  readonly planId: string;
  readonly planVersion: number;
  readonly interval: Interval;
  readonly sku: string;
  readonly quantity: number;
  readonly unitPriceMinor: number;
  /** What the order charges for it, without tax and shipping. */
  readonly soldForMinor: number;
}

export interface SoldOrder {
  readonly orderId: string;
  readonly customerId: string;
  readonly currency: string;
  readonly zone: Zone;
  readonly placedOn: LocalDate;
  readonly sale: ProgramSale;
  readonly shipTo: ShipTo;
  readonly payment: PaymentMethod;
  readonly lines: readonly ProgramLine[];
}

/** The order that sold programs is released: it is their cycle 1. */
export class StartSubscriptionsCommand extends Command<void> {
  constructor(
    readonly order: SoldOrder,
    /** A context per effect: each program is a stream of its own. */
    readonly contextOf: (effect: string) => CommandContext,
  ) {
    super();
  }
}
