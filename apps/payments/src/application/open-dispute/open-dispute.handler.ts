import { CommandRunner } from '@continuo/event-store/command-runner';
import { deriveUuid } from '@continuo/kernel/ids';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { OpenedDispute } from '../../domain/dispute/decider';
import { DISPUTE } from '../aggregates';
import { disputeIdOf, findDispute } from '../find-dispute';
import { findPayment } from '../find-payment';
import { FinanceAlerts } from '../finance-alerts';
import { GatewayDesk } from '../gateway-desk';
import { OpenDisputeCommand } from './open-dispute.command';

/** The money first, then the dispute's own course: cut off in between, the report comes again. */
@CommandHandler(OpenDisputeCommand)
export class OpenDisputeHandler implements ICommandHandler<OpenDisputeCommand> {
  constructor(
    private readonly desk: GatewayDesk,
    private readonly runner: CommandRunner,
    private readonly alerts: FinanceAlerts,
  ) {}

  async execute({ reported, context, byHand }: OpenDisputeCommand): Promise<{
    dispute: OpenedDispute;
    revision: number;
  }> {
    const { paymentId, reference, on, amountMinor, currency } = reported;
    const { now } = context;
    const disputeId = disputeIdOf(reference);
    await findPayment(this.runner, paymentId);
    const about = { paymentId, amountMinor, currency };
    await this.alerts.watch(about, context, () =>
      this.desk.execute(
        paymentId,
        {
          type: 'open-dispute',
          paymentId,
          disputeId,
          reference,
          on,
          amountMinor,
          currency,
          byHand,
          now,
        },
        { ...context, commandId: deriveUuid('open-dispute', disputeId) },
      ),
    );
    const { state } = await findPayment(this.runner, paymentId);
    const { orderId, customerId, sale } = state.order;
    const { campaignId, callId, agentId } = sale;
    const facts = { ...reported, disputeId, orderId, customerId, campaignId, callId, agentId };
    const overpaidMinor = state.disputes[disputeId]?.overpaidMinor ?? 0;
    if (overpaidMinor > 0) {
      const detail = `Dispute ${reference} takes back ${overpaidMinor} beyond what was left of the charge.`;
      const alert = { paymentId, amountMinor: overpaidMinor, currency };
      await this.alerts.raise({ ...alert, code: 'disputed-after-refund', detail }, context);
    }
    const command = { type: 'open', disputeId, facts, overpaidMinor, now } as const;
    const opening = { ...context, commandId: deriveUuid('dispute', disputeId) };
    await this.runner.execute(DISPUTE, disputeId, command, opening);
    return findDispute(this.runner, disputeId);
  }
}
