import type { CommandContext } from '@continuo/kernel/command-context';
import type { Instant } from '@continuo/kernel/instant';
import { Command } from '@nestjs/cqrs';
import type { BoundTo } from '../../domain/order/access';
import type { LinkChannel } from '../../domain/payment-link/events';
import type { PaymentLinkState } from '../../domain/payment-link/state';

export interface RequestedLink {
  readonly link: PaymentLinkState;
  readonly revision: number;
  /** Shown this once. */
  readonly secret: string;
}

/** Whoever pays is to give the card by a page or an IVR, so that no agent hears it. */
export class RequestPaymentLink extends Command<RequestedLink> {
  constructor(
    readonly orderId: string,
    readonly channel: LinkChannel,
    /** As long as is usual when null. */
    readonly expiresAt: Instant | null,
    readonly boundTo: BoundTo,
    readonly context: CommandContext,
  ) {
    super();
  }
}
