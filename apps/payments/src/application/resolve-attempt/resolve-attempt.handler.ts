import { CommandRunner, type Folded } from '@continuo/event-store/command-runner';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { OpenPayment } from '../../domain/payment/state';
import { PAYMENT } from '../aggregates';
import { findPayment } from '../find-payment';
import { GatewayDesk } from '../gateway-desk';
import { ResolveAttemptCommand } from './resolve-attempt.command';

/** The gateway is asked once more before a person is believed. */
@CommandHandler(ResolveAttemptCommand)
export class ResolveAttemptHandler implements ICommandHandler<ResolveAttemptCommand> {
  constructor(
    private readonly desk: GatewayDesk,
    private readonly runner: CommandRunner,
  ) {}

  async execute(asked: ResolveAttemptCommand): Promise<Folded<OpenPayment>> {
    const { paymentId, matter, expectedRevision, context } = asked;
    await findPayment(this.runner, paymentId);
    if (!(await this.runner.carriedOut(PAYMENT, paymentId, context))) {
      await this.desk.clear(paymentId, context);
      const { now } = context;
      const command = { type: 'settle-matter', paymentId, ...matter, now } as const;
      await this.desk.execute(paymentId, command, context, { expectedRevision });
      await this.desk.underWay(paymentId);
    }
    return findPayment(this.runner, paymentId);
  }
}
