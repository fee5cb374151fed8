import { CommandRunner, type Folded } from '@continuo/event-store/command-runner';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { RefundRequest } from '../../domain/payment/refund';
import type { OpenPayment } from '../../domain/payment/state';
import { FinanceAlerts } from '../finance-alerts';
import { findPayment } from '../find-payment';
import { GatewayDesk } from '../gateway-desk';
import { RefundPaymentCommand } from './refund-payment.command';

@CommandHandler(RefundPaymentCommand)
export class RefundPaymentHandler implements ICommandHandler<RefundPaymentCommand> {
  constructor(
    private readonly desk: GatewayDesk,
    private readonly runner: CommandRunner,
    private readonly alerts: FinanceAlerts,
  ) {}

  async execute(asked: RefundPaymentCommand): Promise<Folded<OpenPayment>> {
    const { paymentId, request, expectedRevision, callCentreId, context } = asked;
    const { state } = await findPayment(this.runner, paymentId, callCentreId);
    await this.desk.underWay(paymentId);
    await this.desk.clear(paymentId, context);
    const { now } = context;
    const command = { type: 'request-refund', paymentId, ...request, now } as const;
    const { currency = state.order.currency } = request;
    const about = { paymentId, amountMinor: namedMinor(request), currency };
    await this.alerts.watch(about, context, () =>
      this.desk.execute(paymentId, command, context, { expectedRevision }),
    );
    await this.desk.underWay(paymentId);
    return findPayment(this.runner, paymentId);
  }
}

/** What was asked for in so many words; null where it is all that is left, or the share of units. */
function namedMinor({ amountMinor, lines = [] }: RefundRequest): number | null {
  if (amountMinor !== undefined) return amountMinor;
  const named = lines.flatMap((line) => line.amountMinor ?? []);
  return named.length === 0 ? null : named.reduce((sum, minor) => sum + minor, 0);
}
