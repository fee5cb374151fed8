import { CommandRunner } from '@continuo/event-store/command-runner';
import { Inject, Injectable } from '@nestjs/common';
import { isPlaced, type OrderState } from '../../domain/order/state';
import { orderAggregate } from '../aggregates';
import { PAYMENT_OUTCOMES, type PaymentOutcomes } from '../ports';
import type { OrderAnswer } from '../open-order/open-order.command';
import { untilNews } from '../until-news';

/** Holds an answer back until the payment's outcome is known or the caller's time is up. */
@Injectable()
export class OutcomeWait {
  constructor(
    private readonly runner: CommandRunner,
    @Inject(PAYMENT_OUTCOMES) private readonly outcomes: PaymentOutcomes,
  ) {}

  async forOutcome(answer: OrderAnswer, waitMs: number): Promise<OrderAnswer> {
    const { orderId } = answer;
    if (!isPending(answer.order)) return answer;
    const look = () => this.runner.load(orderAggregate, orderId);
    const { state: order, revision } = await untilNews(
      this.outcomes,
      orderId,
      waitMs,
      look,
      ({ state }) => isPending(state),
    );
    return { orderId, order, revision };
  }
}

function isPending(order: OrderState): boolean {
  return isPlaced(order) && order.pay.state === 'requested' && order.status !== 'cancelled';
}
