import {
  CREDIT_RETURNED,
  type CreditReturned,
  PAYMENT_REFUNDED,
  type PaymentRefunded,
} from '@continuo/contracts/payments';
import { CommandRunner } from '@continuo/event-store/command-runner';
import { CLOCK, type Clock } from '@continuo/kernel/clock';
import { type IntegrationMessage, contextFor } from '@continuo/messaging/message';
import { OnMessage } from '@continuo/messaging/on-message';
import { Controller, Inject } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { CUSTOMER_CREDIT } from '../application/credit-aggregate';

const GROUP = 'payments';

/** What single payments give back as credit, or did not need of it, gathered per customer. */
@Controller()
export class CreditConsumer {
  constructor(
    private readonly runner: CommandRunner,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @OnMessage(PAYMENT_REFUNDED.type, GROUP)
  async refunded(@Payload() message: IntegrationMessage<PaymentRefunded>): Promise<void> {
    const { credited_customer_id: customerId, refund_id, payment_id, order_id } = message.data;
    if (customerId === undefined) return;
    const context = contextFor(message, 'credit-refund', GROUP, this.clock.now());
    await this.runner.execute(
      CUSTOMER_CREDIT,
      customerId,
      {
        type: 'receive-refund',
        customerId,
        grantId: refund_id,
        currency: message.data.currency,
        amountMinor: message.data.amount_minor,
        paymentId: payment_id,
        orderId: order_id,
        now: context.now,
      },
      context,
    );
  }

  @OnMessage(CREDIT_RETURNED.type, GROUP)
  async returned(@Payload() message: IntegrationMessage<CreditReturned>): Promise<void> {
    const { customer_id: customerId, payment_id, return_id, amount_minor } = message.data;
    const context = contextFor(message, 'return-credit', GROUP, this.clock.now());
    await this.runner.execute(
      CUSTOMER_CREDIT,
      customerId,
      {
        type: 'return',
        customerId,
        useId: payment_id,
        returnId: return_id,
        amountMinor: amount_minor,
        now: context.now,
      },
      context,
    );
  }
}
