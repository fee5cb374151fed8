import type { CommandContext } from '@continuo/kernel/command-context';
import { Injectable } from '@nestjs/common';
import { type Declined, type GatewayAnswer, UNKNOWN_TOKEN } from '../domain/payment/answer';
import type { Attempt, OpenPayment } from '../domain/payment/state';
import { callGateway } from './call-gateway';
import { FinanceAlerts } from './finance-alerts';
import { ProcessorAccounts } from './processor-accounts';
import { Routing } from './routing';

const OF_ANOTHER: Declined = {
  kind: 'declined',
  decline: 'hard',
  code: UNKNOWN_TOKEN,
  message: 'This card is not one of this customer: have the card entered again.',
};

/** What is sent to the gateways, after a look at whose card it is. */
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
    return answer;
  }
}

/** Whether an attempt is the first word to a gateway about money: the others act on such a one. */
export function isDebit({ kind }: Pick<Attempt, 'kind'>): boolean {
  return kind === 'authorise' || kind === 'charge';
}
