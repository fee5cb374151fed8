import { CommandRunner, type Folded } from '@continuo/event-store/command-runner';
import { Inject, Injectable } from '@nestjs/common';
import type { PaymentLinkState } from '../../domain/payment-link/state';
import { paymentLinkAggregate } from '../aggregates';
import { PAYMENT_OUTCOMES, type PaymentOutcomes } from '../ports';

/** What another process has recorded is not heard of here. */
const LOOK_AGAIN_MS = 250;

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
    let now = seen;
    for (let leftMs = waitMs; leftMs > 0 && isPending(now, seen); leftMs -= LOOK_AGAIN_MS) {
      // Listening comes before looking: news in between is not missed.
      const news = this.outcomes.next(paymentLinkId, Math.min(leftMs, LOOK_AGAIN_MS));
      now = await this.runner.load(paymentLinkAggregate, paymentLinkId);
      if (isPending(now, seen)) await news.done;
      else news.cancel();
      now = await this.runner.load(paymentLinkAggregate, paymentLinkId);
    }
    return now;
  }
}

function isPending(now: Folded<PaymentLinkState>, seen: Folded<PaymentLinkState>): boolean {
  const { status } = now.state;
  return status === 'paying' || (status === 'open' && now.revision === seen.revision);
}
