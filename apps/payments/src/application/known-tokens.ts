import { systemActor } from '@continuo/kernel/actor';
import { CLOCK, type Clock } from '@continuo/kernel/clock';
import { deriveUuid } from '@continuo/kernel/ids';
import { Inject, Injectable } from '@nestjs/common';
import { FinanceAlerts } from './finance-alerts';
import { ProcessorAccounts } from './processor-accounts';
import { Routing } from './routing';

const DETAIL =
  'A card that is stored for another customer was given for this one, and was refused.';

/** Whether a token can be charged for a customer, before anything of it is written. */
@Injectable()
export class KnownTokens {
  constructor(
    private readonly accounts: ProcessorAccounts,
    private readonly routing: Routing,
    private readonly alerts: FinanceAlerts,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Finance is told of a card that is somebody else's, once a day for each customer who gives it. */
  async knows(token: string, customerId: string): Promise<boolean> {
    const foreign = await this.routing.isForeign(token, customerId);
    const knowledge = foreign ? 'foreign' : await this.accounts.knows(token, customerId);
    if (knowledge === 'foreign') await this.tell(token, customerId);
    return knowledge === 'known';
  }

  private async tell(token: string, customerId: string): Promise<void> {
    const now = this.clock.now();
    const commandId = deriveUuid('foreign-token', token, customerId, now.slice(0, 10));
    const context = { commandId, actor: systemActor('payments'), now, correlationId: commandId };
    const about = { paymentId: null, amountMinor: null, currency: null };
    const detail = `${DETAIL} Customer: ${customerId}.`;
    await this.alerts.raise({ code: 'foreign-token', detail, ...about }, context);
  }
}
