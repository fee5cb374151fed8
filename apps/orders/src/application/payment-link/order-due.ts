import { CommandRunner, type Folded } from '@continuo/event-store/command-runner';
import type { Instant } from '@continuo/kernel/instant';
import { Injectable } from '@nestjs/common';
import { consentMissing, noLines } from '../../domain/order/errors';
import { priceOrder } from '../../domain/order/pricing';
import { type Draft, isPlaced, type OrderState, type Placed } from '../../domain/order/state';
import { nothingToPay } from '../../domain/payment-link/errors';
import type { LinkedDue } from '../../domain/payment-link/events';
import { orderAggregate } from '../aggregates';
import { SalesDesk } from '../selling/sales-desk';

/** What a token would be asked for if it were given now, and the order that it is for. */
export interface OrderDue {
  readonly order: Draft | Placed;
  readonly revision: number;
  readonly due: LinkedDue;
}

/** Works out what is to be paid: of a draft as it would be placed now, of a declined order what was declined. */
@Injectable()
export class OrdersDue {
  constructor(
    private readonly runner: CommandRunner,
    private readonly desk: SalesDesk,
  ) {}

  /** Throws where there is nothing to be paid, or it could not be paid. */
  async of(orderId: string, now: Instant): Promise<OrderDue> {
    const { state, revision } = await this.runner.load(orderAggregate, orderId);
    return { ...(await this.dueOf({ state, revision }, now)), revision };
  }

  private async dueOf({ state }: Folded<OrderState>, now: Instant) {
    if (isPlaced(state)) return { order: state, due: declinedOf(state) };
    if (state.status !== 'draft') throw nothingToPay('none');
    return { order: state, due: await this.quoteOf(state, now) };
  }

  private async quoteOf(draft: Draft, now: Instant): Promise<LinkedDue> {
    const { lines, consent, currency, zone, destination, shipping } = draft;
    if (lines.length === 0) throw noLines();
    if (!consent && lines.some(({ program }) => program !== null)) throw consentMissing();
    await this.desk.requireCurrentPrices(lines);
    const terms = await this.desk.pricingTerms(now, zone, destination, shipping);
    const priced = priceOrder(lines, terms);
    return {
      purpose: 'place',
      currency,
      instalment: 1,
      amountMinor: priced.instalments[0]?.amountMinor ?? 0,
      totalMinor: priced.totals.totalMinor,
      lines: lines.map(nameAndQuantity),
    };
  }
}

function declinedOf(order: Placed): LinkedDue {
  const { pay, currency, lines, totals } = order;
  const declined = pay.state === 'declined' ? pay.decline : pay.owed;
  if (order.status === 'cancelled') throw nothingToPay('void');
  if (!declined) throw nothingToPay(pay.state);
  return {
    purpose: 'retry',
    currency,
    instalment: declined.instalment,
    amountMinor: declined.amountMinor,
    totalMinor: totals.totalMinor,
    lines: lines.map(nameAndQuantity),
  };
}

function nameAndQuantity({ name, quantity }: { readonly name: string; readonly quantity: number }) {
  return { name, quantity };
}

/** Whether an order is still to be paid as a link says; a draft that was placed and declined is tried again. */
export function isSameDue(one: LinkedDue, other: LinkedDue): boolean {
  return JSON.stringify(dueParts(one)) === JSON.stringify(dueParts(other));
}

function dueParts({ currency, instalment, amountMinor, totalMinor, lines }: LinkedDue) {
  const named = lines.map(({ name, quantity }) => [name, quantity]);
  return [currency, instalment, amountMinor, totalMinor, named];
}
