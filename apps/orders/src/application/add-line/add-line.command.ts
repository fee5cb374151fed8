import type { CommandContext } from '@continuo/kernel/command-context';
import { Command } from '@nestjs/cqrs';
import type { BoundTo, SellingParty } from '../../domain/order/access';
import type { LineRequest } from '../../domain/order/sell';
import type { OrderAnswer } from '../open-order/open-order.command';

export class AddLine extends Command<OrderAnswer> {
  constructor(
    readonly orderId: string,
    readonly line: LineRequest,
    readonly party: SellingParty,
    readonly boundTo: BoundTo,
    readonly context: CommandContext,
    readonly expectedRevision: number,
  ) {
    super();
  }
}
