import { CommandRunner } from '@continuo/event-store/command-runner';
import type { CommandContext } from '@continuo/kernel/command-context';
import { deriveUuid } from '@continuo/kernel/ids';
import { Injectable } from '@nestjs/common';
import { availableMinor } from '../domain/customer-credit/state';
import type { OrderFacts } from '../domain/payment/facts';
import { PAYMENT } from './aggregates';
import { CUSTOMER_CREDIT } from './credit-aggregate';

/** What payments do with the credit of their customers. */
@Injectable()
export class CustomerCredits {
  constructor(private readonly runner: CommandRunner) {}

  /**
   * Sets credit aside for the first instalment of an order, as much as there is; answers how much. Asked
   * again for the same payment it answers the same, whatever came or went since.
   */
  async reserve(paymentId: string, order: OrderFacts, context: CommandContext): Promise<number> {
    const { customerId, orderId, currency } = order;
    const { state } = await this.runner.load(CUSTOMER_CREDIT, customerId);
    const known = state.uses[paymentId];
    if (known) return known.amountMinor;
    const upToMinor = order.lines.reduce((sum, line) => sum + (line.instalmentsMinor[0] ?? 0), 0);
    if (upToMinor === 0 || availableMinor(state, currency, context.now) === 0) return 0;
    const payment = await this.runner.load(PAYMENT, paymentId);
    if (payment.state.status === 'open') return 0;
    const asked = { customerId, useId: paymentId, orderId, currency, upToMinor, now: context.now };
    const outcome = await this.runner.execute(
      CUSTOMER_CREDIT,
      customerId,
      { type: 'reserve', ...asked },
      { ...context, commandId: deriveUuid(context.commandId, 'reserve-credit') },
    );
    return outcome.state.uses[paymentId]?.amountMinor ?? 0;
  }
}
