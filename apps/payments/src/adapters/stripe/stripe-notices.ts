import { nthDate } from '@continuo/kernel/calendar';
import { instantFromMs } from '@continuo/kernel/instant';
import type Stripe from 'stripe';
import type { GatewayNotice, NotedDispute, NoticeReader } from '../../application/ports';
import { networkOf } from '../../domain/dunning/network';
import { signedEvent, webhookMalformed, webhookOfOtherMode } from '../webhook-signature';
import { minorAmount } from './stripe-amount';
import { PAYMENT_KEY } from './stripe-marks';

/** Events of these speak of money of a payment. */
const OF_PAYMENTS = /^(payment_intent|setup_intent|charge|refund)\./;

interface StripeNoticesOptions {
  readonly stripe: Stripe;
  readonly webhookSecrets: readonly string[];
  /** Whether the account's key moves money. */
  readonly live: boolean;
}

/** Webhooks of one account at Stripe. */
export class StripeNotices implements NoticeReader {
  readonly kind = 'stripe';

  constructor(private readonly options: StripeNoticesOptions) {}

  async read(raw: Buffer, signature: string | undefined): Promise<GatewayNotice> {
    const { webhookSecrets, live } = this.options;
    const event = signedEvent(raw, signature, webhookSecrets);
    if (typeof event.id !== 'string' || typeof event.type !== 'string' || !event.data?.object)
      throw webhookMalformed();
    if (event.livemode !== live) throw webhookOfOtherMode(event.livemode);
    const dispute = event.type.startsWith('charge.dispute.')
      ? (event.data.object as Stripe.Dispute)
      : undefined;
    if (dispute) return { ...(await this.disputed(dispute)), ...aboutOf(event) };
    if (event.type === 'payment_method.automatically_updated')
      return { ...aboutOf(event), ...updated(event.data.object) };
    const { metadata } = event.data.object as { metadata?: Record<string, string> | null };
    return {
      ...aboutOf(event),
      paymentId: metadata?.[PAYMENT_KEY] ?? null,
      dispute: null,
    };
  }

  /** A dispute carries no mark of ours; the PaymentIntent it is about does. */
  private async disputed(
    dispute: Stripe.Dispute,
  ): Promise<Pick<GatewayNotice, 'paymentId' | 'dispute'>> {
    const { payment_intent: on } = dispute;
    if (on === null) return { paymentId: null, dispute: null };
    const id = typeof on === 'string' ? on : on.id;
    const expand = ['latest_charge'];
    const intent = await this.options.stripe.paymentIntents.retrieve(id, { expand });
    const { latest_charge: charge, metadata } = intent;
    const descriptor =
      charge && typeof charge !== 'string' ? charge.calculated_statement_descriptor : null;
    return { paymentId: metadata[PAYMENT_KEY] ?? null, dispute: noted(dispute, id, descriptor) };
  }
}

/** The card's network has told Stripe of a new card, which keeps the old one's name. */
function updated({ id: token, card }: Stripe.PaymentMethod) {
  const told = { paymentId: null, dispute: null };
  if (!card) return told;
  const { exp_year: year, exp_month: month } = card;
  const expiresOn = nthDate(`${year}-01-31`, 'P1M', month - 1);
  return { ...told, card: { token, update: { result: 'new-expiry', expiresOn } as const } };
}

function aboutOf({ id, type, created }: Stripe.Event) {
  return {
    gatewayId: id,
    kind: type,
    occurredAt: instantFromMs(created * 1_000),
    concernsPayment: OF_PAYMENTS.test(type),
  };
}

function noted(dispute: Stripe.Dispute, on: string, descriptor: string | null): NotedDispute {
  const { id, amount, reason, evidence_details: evidence, payment_method_details: paid } = dispute;
  const currency = dispute.currency.toUpperCase();
  const due = evidence?.due_by;
  return {
    reference: id,
    status: decided(dispute.status),
    on,
    amountMinor: minorAmount(amount, currency),
    currency,
    network: networkOf(paid?.card?.brand),
    reason: paid?.card?.network_reason_code ?? reason,
    descriptor,
    evidenceDueAt: due ? instantFromMs(due * 1_000) : null,
  };
}

function decided(status: string): NotedDispute['status'] {
  return status === 'won' || status === 'lost' ? status : 'open';
}
