import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { FinanceAlerts } from '../finance-alerts';
import { GatewayDesk } from '../gateway-desk';
import { paymentIdOf } from '../payment-id';
import { CapturePackageCommand } from './capture-package.command';

@CommandHandler(CapturePackageCommand)
export class CapturePackageHandler implements ICommandHandler<CapturePackageCommand> {
  constructor(
    private readonly desk: GatewayDesk,
    private readonly alerts: FinanceAlerts,
  ) {}

  async execute({ orderId, packageId, lines, context }: CapturePackageCommand): Promise<void> {
    const paymentId = paymentIdOf(orderId);
    await this.desk.clear(paymentId, context);
    const { now } = context;
    const command = { type: 'bill-package', paymentId, packageId, lines, now } as const;
    const { state } = await this.desk.execute(paymentId, command, context);
    if (state.status === 'none' || state.packageIds.includes(packageId)) return;
    const detail = `Package ${packageId} left with goods that were cancelled: nothing is charged for it.`;
    const { currency } = state.order;
    const alert = { code: 'capture-after-void', detail, paymentId, amountMinor: null, currency };
    await this.alerts.raise(alert, context);
  }
}
