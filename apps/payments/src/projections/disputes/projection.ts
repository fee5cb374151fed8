import { type RecordedEvent, idOf } from '@continuo/event-store/event-store';
import type { Change, Projection } from '@continuo/read-store/projection';
import type { DisputeEvent } from '../../domain/dispute/events';
import type { PaymentEvent } from '../../domain/payment/events';

export interface DisputeRow {
  readonly dispute_id: string;
  readonly reference: string;
  readonly payment_id: string;
  readonly order_id: string;
  readonly customer_id: string;
  readonly campaign_id: string | null;
  readonly descriptor: string | null;
  readonly network: string;
  readonly reason: string;
  readonly amount_minor: number;
  readonly currency: string;
  readonly status: string;
  readonly month: string;
  readonly opened_at: string;
  readonly evidence_due_at: string | null;
}

export interface DisputeTables {
  readonly disputes: DisputeRow;
  /** Which campaign a payment is of. */
  readonly disputes_payments: { readonly payment_id: string; readonly campaign_id: string | null };
  /** Charges per payment and month: what the number of disputes is held against. */
  readonly disputes_charges: {
    readonly payment_id: string;
    readonly month: string;
    readonly count: number;
  };
}

function evolve(recorded: RecordedEvent): readonly Change[] {
  const event = recorded as RecordedEvent & (DisputeEvent | PaymentEvent);
  const at = recorded.metadata.effectiveAt;
  const month = at.slice(0, 7);
  const id = idOf(recorded.stream);
  const status = (to: string): Change[] => [
    { op: 'set', table: 'disputes', key: { dispute_id: id }, set: { status: to } },
  ];
  switch (event.type) {
    case 'payment.opened.v1': {
      const { campaignId } = event.data.order.sale;
      const row = { payment_id: id, campaign_id: campaignId };
      return [{ op: 'put', table: 'disputes_payments', row }];
    }
    case 'payment.captured.v1': {
      if (event.data.reference === null) return [];
      const key = { payment_id: id, month };
      return [{ op: 'add', table: 'disputes_charges', key, add: { count: 1 } }];
    }
    case 'dispute.opened.v1': {
      const { data } = event;
      const row = {
        dispute_id: data.disputeId,
        reference: data.reference,
        payment_id: data.paymentId,
        order_id: data.orderId,
        customer_id: data.customerId,
        campaign_id: data.campaignId,
        descriptor: data.descriptor,
        network: data.network,
        reason: data.reason,
        amount_minor: data.amountMinor,
        currency: data.currency,
        status: 'opened',
        month,
        opened_at: at,
        evidence_due_at: data.evidenceDueAt,
      };
      return [{ op: 'put', table: 'disputes', row }];
    }
    case 'dispute.represented.v1':
      return status('represented');
    case 'dispute.submission-failed.v1':
      return event.data.retryAt === null ? status('opened') : [];
    case 'dispute.won.v1':
      return status('won');
    case 'dispute.lost.v1':
      return status('lost');
    default:
      return [];
  }
}

/** Disputes, and the charges per campaign and month that their number is held against. */
export const disputesProjection: Projection = {
  name: 'disputes',
  version: 1,
  categories: ['payment', 'dispute'],
  tables: {
    disputes: {
      columns: {
        dispute_id: 'text',
        reference: 'text',
        payment_id: 'text',
        order_id: 'text',
        customer_id: 'text',
        campaign_id: 'text',
        descriptor: 'text',
        network: 'text',
        reason: 'text',
        amount_minor: 'integer',
        currency: 'text',
        status: 'text',
        month: 'text',
        opened_at: 'text',
        evidence_due_at: 'text',
      },
      key: ['dispute_id'],
      indexes: [['month'], ['status', 'dispute_id']],
    },
    disputes_payments: {
      columns: { payment_id: 'text', campaign_id: 'text' },
      key: ['payment_id'],
      indexes: [['campaign_id']],
    },
    disputes_charges: {
      columns: { payment_id: 'text', month: 'text', count: 'integer' },
      key: ['payment_id', 'month'],
      indexes: [['month']],
    },
  },
  evolve,
};
