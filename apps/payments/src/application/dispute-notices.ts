import type { CommandContext } from '@continuo/kernel/command-context';
import { DomainError } from '@continuo/kernel/domain-error';
import { deriveUuid } from '@continuo/kernel/ids';
import { Injectable } from '@nestjs/common';
import { CloseDisputeCommand } from './close-dispute/close-dispute.command';
import { CloseDisputeHandler } from './close-dispute/close-dispute.handler';
import { FinanceAlerts } from './finance-alerts';
import { GatewayDesk } from './gateway-desk';
import { OpenDisputeCommand } from './open-dispute/open-dispute.command';
import { OpenDisputeHandler } from './open-dispute/open-dispute.handler';
import type { NotedDispute } from './ports';

/** What a notice says that cannot be true of the payment it names. */
const NOT_OURS: ReadonlySet<string> = new Set(['charge-not-found', 'currency-mismatch']);

/** Disputes as gateways tell of them: more than once, not in order, before the charge has answered. */
@Injectable()
export class DisputeNotices {
  constructor(
    private readonly desk: GatewayDesk,
    private readonly opening: OpenDisputeHandler,
    private readonly closing: CloseDisputeHandler,
    private readonly alerts: FinanceAlerts,
  ) {}

  /** Opens it where it was not, and closes it where that is told; what was decided stays decided. */
  async follow(
    paymentId: string,
    { status, ...noted }: NotedDispute,
    context: CommandContext,
  ): Promise<'dispute-noted' | 'unmatched'> {
    await this.desk.ask(paymentId, context);
    try {
      const reported = { ...noted, paymentId };
      const opening = new OpenDisputeCommand(reported, part(context, 'open'));
      const { dispute } = await this.opening.execute(opening);
      if (status === 'open' || dispute.status === status) return 'dispute-noted';
      const { disputeId, reference, amountMinor, currency } = dispute;
      if (dispute.status === 'won' || dispute.status === 'lost') {
        const detail = `Dispute ${reference} was ${dispute.status}, and is now said to be ${status}.`;
        const alert = { paymentId, amountMinor, currency, detail };
        await this.alerts.raise({ ...alert, code: 'dispute-decided-again' }, context);
        return 'dispute-noted';
      }
      await this.closing.execute(
        new CloseDisputeCommand(disputeId, status, part(context, 'close')),
      );
      return 'dispute-noted';
    } catch (error) {
      if (error instanceof DomainError && NOT_OURS.has(error.code)) return 'unmatched';
      throw error;
    }
  }
}

function part(context: CommandContext, name: string): CommandContext {
  return { ...context, commandId: deriveUuid(name, context.commandId) };
}
