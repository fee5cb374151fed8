import { instantFromMs } from '@continuo/kernel/instant';
import type Stripe from 'stripe';
import type { GatewayNotice, NoticeReader } from '../../application/ports';
import type { DisputeNoted } from '../../domain/payment/by-hand';
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
    const { metadata } = event.data.object as { metadata?: Record<string, string> | null };
    return {
      gatewayId: event.id,
      kind: event.type,
      occurredAt: instantFromMs(event.created * 1_000),
      concernsPayment: OF_PAYMENTS.test(event.type),
      paymentId: dispute ? await this.paymentOf(dispute) : (metadata?.[PAYMENT_KEY] ?? null),
      dispute: dispute ? noted(dispute) : null,
    };
  }

  /** A dispute carries no mark of ours; the PaymentIntent it is about does. */
  private async paymentOf({ payment_intent: on }: Stripe.Dispute): Promise<string | null> {
    if (on === null) return null;
    const id = typeof on === 'string' ? on : on.id;
    const { metadata } = await this.options.stripe.paymentIntents.retrieve(id);
    return metadata[PAYMENT_KEY] ?? null;
  }
}

function noted(dispute: Stripe.Dispute): DisputeNoted {
  const { id, amount, currency, reason, evidence_details: evidence } = dispute;
  const due = evidence?.due_by;
  return {
    disputeId: id,
    status: decided(dispute.status),
    amountMinor: minorAmount(amount, currency.toUpperCase()),
    reason,
    evidenceDueBy: due ? instantFromMs(due * 1_000) : null,
  };
}

function decided(status: string): DisputeNoted['status'] {
  return status === 'won' || status === 'lost' ? status : 'open';
}
