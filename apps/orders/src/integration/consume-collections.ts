import {
  LAST_NOTICE,
  type LastNotice,
  PAYMENT_GIVEN_UP,
  PAYMENT_PAST_DUE,
  type PaymentGivenUp,
  type PaymentPastDue,
  RETRY_SCHEDULED,
  type RetryScheduled,
} from '@continuo/contracts/collections';
import { CLOCK, type Clock } from '@continuo/kernel/clock';
import { contextFor, type IntegrationMessage } from '@continuo/messaging/message';
import { OnMessage } from '@continuo/messaging/on-message';
import { Controller, Inject } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { Payload } from '@nestjs/microservices';
import { dunningNoticesAggregate } from '../application/aggregates';
import { CarryOut } from '../application/carry-out/carry-out.command';
import type { DunningNotice } from '../domain/dunning-notices/decider';

type Notice = RetryScheduled | LastNotice | PaymentGivenUp | PaymentPastDue;
type Said = Pick<DunningNotice, 'notice'> &
  Partial<Pick<DunningNotice, 'instalment' | 'retryAt' | 'triesLeft' | 'because'>>;

/** What payers were told of charges that could not be collected: it belongs to what speaks for a charge. */
@Controller()
export class CollectionsConsumer {
  constructor(
    private readonly commands: CommandBus,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @OnMessage(RETRY_SCHEDULED.type, 'orders')
  async retryScheduled(@Payload() message: IntegrationMessage<RetryScheduled>): Promise<void> {
    const { instalment, retry_at: retryAt, tries_left: triesLeft } = message.data;
    await this.learn(message, { notice: 'retry-scheduled', instalment, retryAt, triesLeft });
  }

  @OnMessage(LAST_NOTICE.type, 'orders')
  async lastNotice(@Payload() message: IntegrationMessage<LastNotice>): Promise<void> {
    const { instalment, retry_at: retryAt } = message.data;
    await this.learn(message, { notice: 'last-notice', instalment, retryAt });
  }

  @OnMessage(PAYMENT_GIVEN_UP.type, 'orders')
  async givenUp(@Payload() message: IntegrationMessage<PaymentGivenUp>): Promise<void> {
    const { instalment, because } = message.data;
    await this.learn(message, { notice: 'given-up', instalment, because });
  }

  @OnMessage(PAYMENT_PAST_DUE.type, 'orders')
  async pastDue(@Payload() message: IntegrationMessage<PaymentPastDue>): Promise<void> {
    const { amount_minor } = message.data;
    await this.learn(message, { notice: amount_minor === 0 ? 'settled' : 'past-due' });
  }

  private async learn(message: IntegrationMessage<Notice>, said: Said): Promise<void> {
    const { order_id: orderId, payment_id: paymentId, currency, amount_minor } = message.data;
    const notice: DunningNotice = {
      ...{ instalment: null, retryAt: null, triesLeft: null, because: null },
      ...said,
      ...{ eventId: message.id, orderId, paymentId, currency },
      amountMinor: amount_minor,
      at: message.time,
    };
    const context = contextFor(message, 'learn-notice', 'orders', this.clock.now());
    await this.commands.execute(new CarryOut(dunningNoticesAggregate, orderId, notice, context));
  }
}
