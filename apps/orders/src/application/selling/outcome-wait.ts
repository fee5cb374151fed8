import { CommandRunner } from '@continuo/event-store/command-runner';
import { Inject, Injectable } from '@nestjs/common';
import { isPlaced, type OrderState } from '../../domain/order/state';
import { orderAggregate } from '../aggregates';
import { PAYMENT_OUTCOMES, type PaymentOutcomes } from '../ports';
import type { OrderAnswer } from '../open-order/open-order.command';

/** The outcome may be recorded by another process, which nobody hears of here. */
const LOOK_AGAIN_MS = 250;

/** Holds an answer back until the payment's outcome is known or the caller's time is up. */
@Injectable()
export class OutcomeWait {
  constructor(
    private readonly runner: CommandRunner,
    @Inject(PAYMENT_OUTCOMES) private readonly outcomes: PaymentOutcomes,
  ) {}

  async forOutcome(answer: OrderAnswer, waitMs: number): Promise<OrderAnswer> {
    let { order, revision } = answer;
    let leftMs = waitMs;
    while (isPending(order) && leftMs > 0) {
      // Listening comes before looking: an outcome in between is not missed.
      const outcome = this.outcomes.next(answer.orderId, Math.min(leftMs, LOOK_AGAIN_MS));
      leftMs -= LOOK_AGAIN_MS;
      ({ state: order, revision } = await this.runner.load(orderAggregate, answer.orderId));
      if (isPending(order)) await outcome.done;
      else outcome.cancel();
      ({ state: order, revision } = await this.runner.load(orderAggregate, answer.orderId));
    }
    return { orderId: answer.orderId, order, revision };
  }
}

function isPending(order: OrderState): boolean {
  return isPlaced(order) && order.pay.state === 'requested' && order.status !== 'cancelled';
}
