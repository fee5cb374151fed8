import { systemActor } from '@continuo/kernel/actor';
import { CLOCK, type Clock } from '@continuo/kernel/clock';
import { deriveUuid } from '@continuo/kernel/ids';
import { Inject, Injectable } from '@nestjs/common';
import { type AlertSubject, FinanceAlerts } from './finance-alerts';
import type { TokenKnowledge } from './ports';
import { ProcessorAccounts } from './processor-accounts';
import { Routing } from './routing';

const DETAIL =
  'A card that is stored for another customer was given for this one, and was refused.';

const NO_PAYMENT: AlertSubject = { paymentId: null, amountMinor: null, currency: null };

/** What is known of a token, for a customer, before anything of it is written. */
@Injectable()
export class KnownTokens {
  constructor(
    private readonly accounts: ProcessorAccounts,
    private readonly routing: Routing,
    private readonly alerts: FinanceAlerts,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Finance is told of a card that is somebody else's, once a day for each customer who gives it, and
   * each payment for which it is given.
   */
  async ask(token: string, customerId: string, about = NO_PAYMENT): Promise<TokenKnowledge> {
    const foreign = await this.routing.isForeign(token, customerId);
    const knowledge = foreign ? 'foreign' : await this.accounts.knows(token, customerId);
    if (knowledge === 'foreign') await this.tell(token, customerId, about);
    return knowledge;
  }

  private async tell(token: string, customerId: string, about: AlertSubject): Promise<void> {
    const now = this.clock.now();
    const day = now.slice(0, 10);
    const given = [token, customerId, ...(about.paymentId === null ? [] : [about.paymentId])];
    const commandId = deriveUuid('foreign-token', ...given, day);
    const context = { commandId, actor: systemActor('payments'), now, correlationId: commandId };
    const detail = `${DETAIL} Customer: ${customerId}.`;
    await this.alerts.raise({ code: 'foreign-token', detail, ...about }, context);
  }
}
