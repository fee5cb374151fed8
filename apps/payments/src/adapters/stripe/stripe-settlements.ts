import { instantFromMs, msFromInstant } from '@continuo/kernel/instant';
import type Stripe from 'stripe';
import type { SettlementPeriod, SettlementSource } from '../../application/settlement-source';
import type { SettlementKind, SettlementLine } from '../../domain/settlement/line';
import { minorAmount } from './stripe-amount';
import { ATTEMPT_KEY, captureReference, capturesOf } from './stripe-marks';

const PAGE = 100;
/** A report of many pages is not given up for one of them: nothing here moves money. */
const READING: Stripe.RequestOptions = { maxNetworkRetries: 3, timeout: 20_000 };
type Transaction = Stripe.BalanceTransaction;

/**
 * The balance transactions of one Stripe account: what it has moved, and its fees. Amounts are in the
 * currency of the balance. A charge is named as the gateway named the capture that made it.
 */
export class StripeSettlements implements SettlementSource {
  constructor(
    readonly processor: string,
    private readonly stripe: Stripe,
  ) {}

  async *lines({ from, until }: SettlementPeriod = {}): AsyncGenerator<SettlementLine> {
    const created = {
      ...(from !== undefined && { gte: Math.ceil(msFromInstant(from) / 1_000) }),
      ...(until !== undefined && { lt: Math.ceil(msFromInstant(until) / 1_000) }),
    };
    const asked = { created, limit: PAGE, expand: ['data.source'] };
    for await (const transaction of this.stripe.balanceTransactions.list(asked, READING)) {
      const line = await this.lineOf(transaction);
      if (line) yield line;
    }
  }

  private async lineOf(transaction: Transaction): Promise<SettlementLine | undefined> {
    const { id, amount, fee, created, source } = transaction;
    const kind = kindOf(transaction);
    const currency = transaction.currency.toUpperCase();
    const costs = kind === 'fee' ? -amount : fee;
    if (amount === 0 && costs === 0) return undefined;
    return {
      lineId: id,
      kind,
      ...(await this.namesOf(transaction, typeof source === 'string' ? source : source?.id)),
      amountMinor: kind === 'fee' ? 0 : minorAmount(amount, currency),
      feeMinor: minorAmount(costs, currency),
      currency,
      settledAt: instantFromMs(created * 1_000),
    };
  }

  private async namesOf(
    transaction: Transaction,
    sourceId: string | undefined,
  ): Promise<Pick<SettlementLine, 'reference' | 'idempotencyKey'>> {
    const { source, id } = transaction;
    if (source && typeof source !== 'string' && source.object === 'refund')
      return { reference: source.id, idempotencyKey: source.metadata?.[ATTEMPT_KEY] ?? null };
    if (source && typeof source !== 'string' && source.object === 'charge')
      return this.namesOfCharge(transaction, source);
    return { reference: sourceId ?? id, idempotencyKey: null };
  }

  /** A PaymentIntent that was captured knows by which attempts; one that was charged at once is its own. */
  private async namesOfCharge(transaction: Transaction, charge: Stripe.Charge) {
    const { payment_intent: of } = charge;
    if (!of) return { reference: charge.id, idempotencyKey: null };
    const intent = await this.stripe.paymentIntents.retrieve(
      typeof of === 'string' ? of : of.id,
      {},
      READING,
    );
    const captures = capturesOf(intent.metadata);
    if (captures.length === 0)
      return { reference: intent.id, idempotencyKey: intent.metadata[ATTEMPT_KEY] ?? null };
    const alike = captures.filter(({ amount }) => amount === transaction.amount);
    const key = alike[await this.rankOf(transaction, charge, alike.length)]?.key;
    if (key === undefined) return { reference: intent.id, idempotencyKey: null };
    return { reference: captureReference(intent.id, key), idempotencyKey: key };
  }

  /** Which of several captures of the same amount: the same whenever it is asked. */
  private async rankOf(transaction: Transaction, charge: Stripe.Charge, of: number) {
    if (of < 2) return 0;
    const ids: string[] = [];
    const asked = { source: charge.id, limit: PAGE };
    for await (const each of this.stripe.balanceTransactions.list(asked, READING))
      if (each.amount === transaction.amount) ids.push(each.id);
    return ids.sort().indexOf(transaction.id);
  }
}

/** What came or went without being one of our calls counts as a charge, or as the account's own business. */
function kindOf({ type, amount }: Transaction): SettlementKind {
  switch (type) {
    case 'charge':
    case 'payment':
    case 'refund_failure':
    case 'payment_failure_refund':
      return amount < 0 ? 'refund' : 'charge';
    case 'refund':
    case 'payment_refund':
      return amount > 0 ? 'charge' : 'refund';
    case 'adjustment':
      return amount > 0 ? 'dispute-reversal' : 'dispute';
    case 'stripe_fee':
    case 'stripe_fx_fee':
    case 'tax_fee':
      return 'fee';
    default:
      return 'payout';
  }
}
