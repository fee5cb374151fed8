import { CommandRunner, type Folded } from '@continuo/event-store/command-runner';
import { Inject, Injectable } from '@nestjs/common';
import type { PaymentLinkState } from '../../domain/payment-link/state';
import { paymentLinkAggregate } from '../aggregates';
import { PAYMENT_OUTCOMES, type PaymentOutcomes } from '../ports';
import { untilNews } from '../until-news';

/** Holds an answer back until there is news of a payment link, or the caller's time is up. */
@Injectable()
export class LinkWait {
  constructor(
    private readonly runner: CommandRunner,
    @Inject(PAYMENT_OUTCOMES) private readonly outcomes: PaymentOutcomes,
  ) {}

  /** News is what ends a link or declines a token, after `seen`. */
  async forNews(
    paymentLinkId: string,
    seen: Folded<PaymentLinkState>,
    waitMs: number,
  ): Promise<Folded<PaymentLinkState>> {
    return untilNews(
      this.outcomes,
      paymentLinkId,
      waitMs,
      () => this.runner.load(paymentLinkAggregate, paymentLinkId),
      (now) => isPending(now, seen),
    );
  }
}

function isPending(now: Folded<PaymentLinkState>, seen: Folded<PaymentLinkState>): boolean {
  const { status } = now.state;
  return status === 'paying' || (status === 'open' && now.revision === seen.revision);
}
