import type { CommandContext } from '@continuo/kernel/command-context';
import { Command } from '@nestjs/cqrs';
import type { BoundTo } from '../../domain/order/access';
import type { OrderAnswer } from '../open-order/open-order.command';
import type { GivenConsent } from '../selling/order-seal';

export class RecordConsent extends Command<OrderAnswer> {
  constructor(
    readonly orderId: string,
    readonly consent: GivenConsent,
    readonly boundTo: BoundTo,
    readonly context: CommandContext,
    readonly expectedRevision: number,
  ) {
    super();
  }
}
