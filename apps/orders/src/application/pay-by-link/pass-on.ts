import { CommandRunner, type Folded } from '@continuo/event-store/command-runner';
import { WrongExpectedRevisionError } from '@continuo/event-store/errors';
import { CLOCK, type Clock } from '@continuo/kernel/clock';
import { DomainError } from '@continuo/kernel/domain-error';
import { Inject, Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { LinkUse } from '../../domain/order/events';
import { amountChanged } from '../../domain/payment-link/errors';
import type { PaymentLinkCommand } from '../../domain/payment-link/decider';
import type { PaymentLink, PaymentLinkState } from '../../domain/payment-link/state';
import { orderAggregate, paymentLinkAggregate } from '../aggregates';
import { ChangeOrder } from '../change-order/change-order.command';
import { payerContext, type Trace } from '../payment-link/link-desk';
import { isSameDue, OrdersDue } from '../payment-link/order-due';
import { PlaceOrder } from '../place-order/place-order.command';

/** Somebody else may change the order in between, but not for ever. */
const MAX_TRIES = 5;

const payingWith = (attempt: number): string => `pay ${attempt}`;

/**
 * Has a token that was taken pay for its order: places the draft or retries the payment, once, however
 * often it is asked. What the order refuses closes the link with the reason.
 */
@Injectable()
export class PassOn {
  constructor(
    private readonly runner: CommandRunner,
    private readonly commands: CommandBus,
    private readonly orders: OrdersDue,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Does nothing for a link without a token to pass on. */
  async carryOn(found: Folded<PaymentLinkState>, trace: Trace): Promise<Folded<PaymentLinkState>> {
    const { state: link } = found;
    if (link.status !== 'paying' || link.toPassOnSince === null) return found;
    const attempt = link.tokens.length;
    const refusal = await this.refusalOf(link, attempt, trace);
    const noted: PaymentLinkCommand =
      refusal === undefined
        ? { kind: 'note-passed-on', attempt }
        : { kind: 'note-refused', attempt, reason: refusal };
    const context = payerContext(link, `${noted.kind} ${attempt}`, trace, this.clock.now());
    return this.runner.execute(paymentLinkAggregate, link.paymentLinkId, noted, context);
  }

  /** The code with which the order refused the token; undefined when it has it. */
  private async refusalOf(link: PaymentLink, attempt: number, trace: Trace) {
    for (let tries = 1; ; tries += 1) {
      try {
        await this.pay(link, attempt, trace);
        return undefined;
      } catch (error) {
        if (error instanceof DomainError)
          return await this.unlessPaid(link, attempt, trace, error.code);
        if (!(error instanceof WrongExpectedRevisionError) || tries === MAX_TRIES) throw error;
      }
    }
  }

  /** The same request may have come twice, and the other have placed the order a moment ago. */
  private async unlessPaid(link: PaymentLink, attempt: number, trace: Trace, code: string) {
    const asked = payerContext(link, payingWith(attempt), trace, this.clock.now());
    const isPaid = await this.runner.carriedOut(orderAggregate, link.orderId, asked);
    return isPaid ? undefined : code;
  }

  private async pay(link: PaymentLink, attempt: number, trace: Trace): Promise<void> {
    const { orderId, paymentLinkId, sale, tokens, channel } = link;
    const context = payerContext(link, payingWith(attempt), trace, this.clock.now());
    if (await this.runner.carriedOut(orderAggregate, orderId, context)) return;
    const { due, revision } = await this.orders.of(orderId, context.now);
    if (!isSameDue(due, link.due)) throw amountChanged();
    const token = tokens[attempt - 1] ?? '';
    const use: LinkUse = { paymentLinkId, attempt };
    // An IVR is the telephone; on a page the holder types the card himself.
    const typed = channel === 'link' && ({ initiator: 'online' } as const);
    if (due.purpose === 'place') {
      const pay = { token, useCredit: false, depositMinor: 0, link: use, ...typed };
      const party = { agentId: null, callCentreId: sale.callCentreId };
      await this.commands.execute(new PlaceOrder(orderId, pay, party, null, context, revision, 0));
    } else {
      const terms = { token, initiator: 'moto', networkTransactionId: null } as const;
      const payment = { ...terms, ...typed };
      const change = { kind: 'try-another-token', payment, link: use } as const;
      await this.commands.execute(new ChangeOrder(orderId, change, null, context, revision));
    }
  }
}
