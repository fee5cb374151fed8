import { CommandRunner } from '@continuo/event-store/command-runner';
import type { CommandContext } from '@continuo/kernel/command-context';
import { deriveId, deriveUuid } from '@continuo/kernel/ids';
import { Injectable } from '@nestjs/common';
import type { Method, OrderFacts } from '../domain/payment/facts';
import { CREDENTIAL } from './credential-aggregate';
import { ProcessorAccounts } from './processor-accounts';

const credentialId = (token: string) => deriveId('crd', token);

/** A debit that an account has carried out. */
interface Charged {
  readonly token: string;
  readonly account: string;
  readonly customerId: string;
  readonly paymentId: string;
}

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
      const { account } = await this.credential(token);
      if (account !== undefined && this.accounts.has(account)) return account;
    }
    const { campaignId } = order.sale;
    return this.accounts.route({ campaignId, currency: order.currency, method: initiator, token });
  }

  /** Whether a card was charged for another customer before. */
  async isForeign(token: string, customerId: string): Promise<boolean> {
    if (this.accounts.isForTests(token)) return false;
    const { customerId: holder } = await this.credential(token);
    return holder !== undefined && holder !== customerId;
  }

  /**
   * An account has charged a token: later payments with it go there too, whatever the routes say,
   * and are those of this customer alone.
   */
  async keep(charged: Charged, context: CommandContext): Promise<void> {
    const { token, account, customerId, paymentId } = charged;
    const id = credentialId(token);
    if (this.accounts.areSeveral) {
      const keeping = { ...context, commandId: deriveUuid('credential-kept', id, account) };
      await this.runner.execute(CREDENTIAL, id, { type: 'keep', account, paymentId }, keeping);
    }
    if (this.accounts.isForTests(token)) return;
    if ((await this.credential(token)).customerId !== undefined) return;
    const storing = { ...context, commandId: deriveUuid('credential-stored', id, customerId) };
    const command = { type: 'store-for-customer', customerId, paymentId } as const;
    await this.runner.execute(CREDENTIAL, id, command, storing);
  }

  private async credential(token: string) {
    return (await this.runner.load(CREDENTIAL, credentialId(token))).state;
  }
}
