import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { GatewayDesk } from '../gateway-desk';
import { paymentIdOf } from '../payment-id';
import { CapturePackageCommand } from './capture-package.command';

@CommandHandler(CapturePackageCommand)
export class CapturePackageHandler implements ICommandHandler<CapturePackageCommand> {
  constructor(private readonly desk: GatewayDesk) {}

  async execute({ orderId, packageId, lines, context }: CapturePackageCommand): Promise<void> {
    const paymentId = paymentIdOf(orderId);
    await this.desk.clear(paymentId, context);
    const { now } = context;
    const command = { type: 'bill-package', paymentId, packageId, lines, now } as const;
    await this.desk.execute(paymentId, command, context);
  }
}
