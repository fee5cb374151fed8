import {
  PAYMENT_GIVEN_UP,
  PAYMENT_PAST_DUE,
  type PaymentGivenUp,
  type PaymentPastDue,
} from '@continuo/contracts/collections';
import { CLOCK, type Clock } from '@continuo/kernel/clock';
import { type IntegrationMessage, contextFor } from '@continuo/messaging/message';
import { OnMessage } from '@continuo/messaging/on-message';
import { Controller, Inject } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { Payload } from '@nestjs/microservices';
import { NotePastDueCommand } from '../application/note-past-due/note-past-due.command';
import type { InstalmentRule } from '../domain/dunning/policy';
import type { Origin } from '../domain/payment/facts';

const GROUP = 'payments';

/** What single payments say about what is owed, gathered per customer. */
@Controller()
export class PastDueConsumer {
  constructor(
    private readonly commands: CommandBus,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @OnMessage(PAYMENT_PAST_DUE.type, GROUP)
  async pastDue(@Payload() message: IntegrationMessage<PaymentPastDue>): Promise<void> {
    const { data } = message;
    const { customer_id: customerId, campaign_id: campaignId, origin } = data;
    const payment = {
      paymentId: data.payment_id,
      orderId: data.order_id,
      origin: originOf(origin),
      currency: data.currency,
      amountMinor: data.amount_minor,
      since: data.since,
    };
    const context = contextFor(message, 'note-past-due', GROUP, this.clock.now());
    await this.commands.execute(
      new NotePastDueCommand({ customerId, campaignId }, { payment }, context),
    );
  }

  @OnMessage(PAYMENT_GIVEN_UP.type, GROUP)
  async givenUp(@Payload() message: IntegrationMessage<PaymentGivenUp>): Promise<void> {
    const { customer_id: customerId, campaign_id: campaignId, payment_id } = message.data;
    const rule = message.data.when_instalment_fails as InstalmentRule | null;
    if (rule === null) return;
    const context = contextFor(message, 'note-given-up', GROUP, this.clock.now());
    await this.commands.execute(
      new NotePastDueCommand({ customerId, campaignId }, { paymentId: payment_id, rule }, context),
    );
  }
}

function originOf(origin: PaymentPastDue['origin']): Origin {
  if (origin.kind === 'call') return { kind: 'call' };
  return { kind: 'program', subscriptionId: origin.subscription_id, cycle: origin.cycle };
}
