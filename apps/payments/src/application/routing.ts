import { CommandRunner } from '@continuo/event-store/command-runner';
import type { CommandContext } from '@continuo/kernel/command-context';
import { deriveId, deriveUuid } from '@continuo/kernel/ids';
import { Injectable } from '@nestjs/common';
import type { Method, OrderFacts } from '../domain/payment/facts';
import { CREDENTIAL } from './aggregates';
import { ProcessorAccounts } from './processor-accounts';

const credentialId = (token: string) => deriveId('crd', token);

/** Which processor account a payment goes to: that which knows its card, else by the routes. */
@Injectable()
export class Routing {
  constructor(
    private readonly accounts: ProcessorAccounts,
    private readonly runner: CommandRunner,
  ) {}

  async accountFor(order: Pick<OrderFacts, 'sale' | 'currency'>, method: Method): Promise<string> {
    const { token, initiator } = method;
    if (this.accounts.areSeveral) {
      const { state: kept } = await this.runner.load(CREDENTIAL, credentialId(token));
      if (kept !== undefined && this.accounts.has(kept)) return kept;
    }
    const { campaignId } = order.sale;
    return this.accounts.route({ campaignId, currency: order.currency, method: initiator, token });
  }

  /** An account has charged a token: later payments with it go there too, whatever the routes say. */
  async keep(
    token: string,
    account: string,
    paymentId: string,
    context: CommandContext,
  ): Promise<void> {
    if (!this.accounts.areSeveral) return;
    const id = credentialId(token);
    const keeping = { ...context, commandId: deriveUuid('credential-kept', id, account) };
    await this.runner.execute(CREDENTIAL, id, { type: 'keep', account, paymentId }, keeping);
  }
}
