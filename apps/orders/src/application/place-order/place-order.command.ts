import type { CommandContext } from '@continuo/kernel/command-context';
import { Command } from '@nestjs/cqrs';
import type { BoundTo, SellingParty } from '../../domain/order/access';
import type { OrderAnswer, PaymentRequest } from '../open-order/open-order.command';

/** Places a draft with a gateway token. */
export class PlaceOrder extends Command<OrderAnswer> {
  constructor(
    readonly orderId: string,
    readonly pay: PaymentRequest,
    readonly party: SellingParty,
    readonly boundTo: BoundTo,
    readonly context: CommandContext,
    readonly expectedRevision: number,
    readonly waitMs: number,
  ) {
    super();
  }
}
