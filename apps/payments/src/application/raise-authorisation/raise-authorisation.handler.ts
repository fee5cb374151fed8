import { CommandRunner, type Folded } from '@continuo/event-store/command-runner';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { OpenPayment } from '../../domain/payment/state';
import { FinanceAlerts } from '../finance-alerts';
import { findPayment } from '../find-payment';
import { GatewayDesk } from '../gateway-desk';
import { RaiseAuthorisationCommand } from './raise-authorisation.command';

@CommandHandler(RaiseAuthorisationCommand)
export class RaiseAuthorisationHandler implements ICommandHandler<RaiseAuthorisationCommand> {
  constructor(
    private readonly desk: GatewayDesk,
    private readonly runner: CommandRunner,
    private readonly alerts: FinanceAlerts,
  ) {}

  async execute(asked: RaiseAuthorisationCommand): Promise<Folded<OpenPayment>> {
    const { paymentId, request, expectedRevision, callCentreId, context } = asked;
    const { state } = await findPayment(this.runner, paymentId, callCentreId);
    await this.desk.underWay(paymentId);
    await this.desk.clear(paymentId, context);
    const { now } = context;
    const command = { type: 'raise-authorisation', paymentId, ...request, now } as const;
    const { amountMinor, currency = state.order.currency } = request;
    await this.alerts.watch({ paymentId, amountMinor, currency }, context, () =>
      this.desk.execute(paymentId, command, context, { expectedRevision }),
    );
    await this.desk.underWay(paymentId);
    return findPayment(this.runner, paymentId);
  }
}
