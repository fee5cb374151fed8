import type { CommandContext } from '@continuo/kernel/command-context';
import { Command } from '@nestjs/cqrs';
import type { BoundTo } from '../../domain/order/access';
import type { OrderCommand } from '../../domain/order/commands';
import type { OrderAnswer } from '../open-order/open-order.command';

/** What an agent does to an order that needs nothing but the order itself. */
export class ChangeOrder extends Command<OrderAnswer> {
  constructor(
    readonly orderId: string,
    readonly change: Extract<
      OrderCommand,
      { kind: 'remove-line' | 'try-another-token' | 'hold' | 'release' | 'cancel' }
    >,
    readonly boundTo: BoundTo,
    readonly context: CommandContext,
    readonly expectedRevision: number,
    readonly waitMs = 0,
  ) {
    super();
  }
}
