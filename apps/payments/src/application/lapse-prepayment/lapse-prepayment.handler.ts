import { CommandRunner } from '@continuo/event-store/command-runner';
import { DomainError } from '@continuo/kernel/domain-error';
import { deriveId } from '@continuo/kernel/ids';
import { allocateMinor, sumMinor } from '@continuo/kernel/money';
import { isPartOfLine } from '@continuo/kernel/line-parts';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { RefundLine } from '../../domain/payment/refund';
import type { OpenPayment } from '../../domain/payment/state';
import { termOf } from '../../domain/prepayment/decider';
import { PAYMENT, PREPAYMENT } from '../aggregates';
import { FinanceAlerts } from '../finance-alerts';
import { GatewayDesk } from '../gateway-desk';
import { paymentIdOf } from '../payment-id';
import { LapsePrepaymentCommand } from './lapse-prepayment.command';

/** The refund follows from the lapse that is in the record: interrupted in between, it is made when the message comes again. */
@CommandHandler(LapsePrepaymentCommand)
export class LapsePrepaymentHandler implements ICommandHandler<LapsePrepaymentCommand> {
  constructor(
    private readonly runner: CommandRunner,
    private readonly desk: GatewayDesk,
    private readonly alerts: FinanceAlerts,
  ) {}

  async execute(asked: LapsePrepaymentCommand): Promise<void> {
    const { subscriptionId, command, context } = asked;
    const { state } = await this.runner.execute(PREPAYMENT, subscriptionId, command, context);
    const lapse = termOf(state, command)?.lapses[command.lapseId];
    if (lapse?.refund) await this.refund(asked, lapse.amountMinor);
  }

  /** Goods and their tax; a refund that cannot be made waits for finance. */
  private async refund(
    { command, refunding }: LapsePrepaymentCommand,
    goodsMinor: number,
  ): Promise<void> {
    const paymentId = paymentIdOf(command.orderId);
    await this.desk.underWay(paymentId);
    await this.desk.clear(paymentId, refunding);
    const { state } = await this.runner.load(PAYMENT, paymentId);
    if (state.status === 'none') return;
    const lines = linesToRefund(state, command.lineId, goodsMinor);
    const amountMinor = sumMinor(lines.map((line) => line.amountMinor));
    const { currency } = state.order;
    try {
      const refundId = deriveId('ref', paymentId, command.lapseId);
      const reason = `prepaid shipments: ${command.reason}`;
      const request = { refundId, lines, reason, now: refunding.now };
      await this.desk.execute(
        paymentId,
        { type: 'request-refund', paymentId, ...request },
        refunding,
      );
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      const detail = `Prepaid shipments are to be refunded by hand: ${error.message}`;
      const alert = { code: 'prepaid-refund-failed', detail, paymentId, amountMinor, currency };
      await this.alerts.raise(alert, refunding);
    }
  }
}

/** The goods over the lines that they were sold in, by largest remainder; the tax in proportion. */
function linesToRefund(
  { order }: OpenPayment,
  lineId: string,
  goodsMinor: number,
): (RefundLine & { readonly amountMinor: number })[] {
  const sold = order.lines.filter((line) => isPartOfLine(line.lineId, lineId));
  const goods = allocateMinor(
    goodsMinor,
    sold.map((line) => line.goodsMinor),
  );
  return sold.flatMap((line, index) => {
    const share = goods[index] ?? 0;
    if (share === 0) return [];
    const [, taxMinor = 0] = allocateMinor(line.taxMinor, [line.goodsMinor - share, share]);
    return [
      { lineId: line.lineId, quantity: 0, amountMinor: share + taxMinor, withoutShipping: true },
    ];
  });
}
