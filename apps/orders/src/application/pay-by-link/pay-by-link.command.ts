import type { Folded } from '@continuo/event-store/command-runner';
import { Command } from '@nestjs/cqrs';
import type { PaymentLinkState } from '../../domain/payment-link/state';
import type { Trace } from '../payment-link/link-desk';

/** Whoever holds a link's secret presents a gateway token. */
export class PayByLink extends Command<Folded<PaymentLinkState>> {
  constructor(
    readonly secret: string,
    readonly token: string,
    readonly trace: Trace,
    readonly waitMs: number,
  ) {
    super();
  }
}
