import type { CommandContext } from '@continuo/kernel/command-context';
import type { LocalDate, Zone } from '@continuo/kernel/instant';
import { Command } from '@nestjs/cqrs';
import type { BundleComponent } from '../../domain/plan-copy/events';
import type { PaymentTerms, Sale, SealedAddress } from '../../domain/order/events';

/** A cycle of a program that has fallen due. */
export interface DueCycle {
  readonly subscriptionId: string;
  readonly customerId: string;
  readonly cycle: number;
  readonly currency: string;
  readonly zone: Zone;
  readonly dueOn: LocalDate;
  /** When the goods are to leave: that day or later. */
  readonly shipOn: LocalDate;
  readonly sku: string;
  readonly name: string;
  readonly quantity: number;
  readonly unitPriceMinor: number;
  readonly shippingMinor: number;
  readonly taxCategory: string;
  readonly components?: readonly BundleComponent[];
  readonly payment: PaymentTerms;
  readonly shipTo: SealedAddress;
  /** The sale that started the program. */
  readonly sale: Sale;
  /** What ships beside it. */
  readonly further: readonly DueLine[];
}

export interface DueLine {
  readonly sku: string;
  readonly name: string;
  readonly quantity: number;
  readonly unitPriceMinor: number;
  readonly components?: readonly BundleComponent[];
}

export class PlaceCycleOrder extends Command<void> {
  constructor(
    readonly due: DueCycle,
    readonly context: CommandContext,
  ) {
    super();
  }
}
