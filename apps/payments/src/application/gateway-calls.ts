import type { CommandContext } from '@continuo/kernel/command-context';
import { addMs } from '@continuo/kernel/instant';
import { Injectable } from '@nestjs/common';
import {
  type Declined,
  type GatewayAnswer,
  type LookupAnswer,
  UNKNOWN_TOKEN,
} from '../domain/payment/answer';
import { byCustomer } from '../domain/payment/facts';
import type { Attempt, OpenPayment } from '../domain/payment/state';
import { askGateway, callGateway, initiatorOf } from './call-gateway';
import { FinanceAlerts } from './finance-alerts';
import { ProcessorAccounts } from './processor-accounts';
import { Routing } from './routing';

const OF_ANOTHER: Declined = {
  kind: 'declined',
  decline: 'hard',
  code: UNKNOWN_TOKEN,
  message: 'This card is not one of this customer: have the card entered again.',
};

/** What gateways are told and asked: with a look at whose card it is, and at how long it is held. */
@Injectable()
export class GatewayCalls {
  constructor(
    private readonly accounts: ProcessorAccounts,
    private readonly routing: Routing,
    private readonly alerts: FinanceAlerts,
  ) {}

  /** A card that another customer has stored is declined here, and finance is told. */
  async send(
    payment: OpenPayment,
    attempt: Attempt,
    context: CommandContext,
  ): Promise<GatewayAnswer> {
    const { customerId, currency } = payment.order;
    const foreign = isDebit(attempt) && (await this.routing.isForeign(attempt.token, customerId));
    const answer = foreign ? OF_ANOTHER : await callGateway(this.accounts, payment, attempt);
    if (answer.kind === 'declined' && answer.code === UNKNOWN_TOKEN) {
      const { amountMinor } = attempt;
      const { paymentId } = payment;
      const alert = { code: 'unknown-token', detail: answer.message, paymentId };
      await this.alerts.raise({ ...alert, amountMinor, currency }, context);
    }
    return this.untilWhen(payment, attempt, answer);
  }

  /** What became of an attempt. */
  async ask(payment: OpenPayment, attempt: Attempt): Promise<LookupAnswer> {
    return this.untilWhen(payment, attempt, await askGateway(this.accounts, payment, attempt));
  }

  /** An authorisation holds until when the gateway says, else as long as the account or the network grants. */
  private untilWhen<Answer extends LookupAnswer>(
    payment: OpenPayment,
    attempt: Attempt,
    answer: Answer,
  ): Answer {
    if (attempt.kind !== 'authorise' || answer.kind !== 'succeeded' || answer.expiresAt)
      return answer;
    const initiator = initiatorOf(payment, attempt);
    const onSession = initiator !== 'reauthorisation' && byCustomer(initiator);
    const { network = 'other' } = answer;
    const window = this.accounts.windowMs(attempt.account, network, onSession);
    // What was found out late has been held since it was sent.
    return { ...answer, expiresAt: addMs(attempt.sentAt, window) };
  }
}

/** Whether an attempt is the first word to a gateway about money: the others act on such a one. */
export function isDebit({ kind }: Pick<Attempt, 'kind'>): boolean {
  return kind === 'authorise' || kind === 'charge';
}
