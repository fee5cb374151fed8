import { CommandRunner, type Folded } from '@continuo/event-store/command-runner';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { OpenPayment } from '../../domain/payment/state';
import { findPayment } from '../find-payment';
import { GatewayDesk } from '../gateway-desk';
import { RecheckPaymentCommand } from './recheck-payment.command';

@CommandHandler(RecheckPaymentCommand)
export class RecheckPaymentHandler implements ICommandHandler<RecheckPaymentCommand> {
  constructor(
    private readonly desk: GatewayDesk,
    private readonly runner: CommandRunner,
  ) {}

  async execute({ paymentId, context }: RecheckPaymentCommand): Promise<Folded<OpenPayment>> {
    await findPayment(this.runner, paymentId);
    await this.desk.ask(paymentId, context);
    await this.desk.underWay(paymentId);
    return findPayment(this.runner, paymentId);
  }
}
