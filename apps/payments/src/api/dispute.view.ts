import { dossierOf } from '../domain/dispute/dossier';
import type { OpenedDispute } from '../domain/dispute/decider';
import type { Evidence } from '../domain/dispute/events';
import { basisPointsOf, standings } from '../domain/dispute/rates';
import type { DisputeRow } from '../projections/disputes/projection';
import type { RateRow } from '../projections/disputes/query';
import type { DisputeListRowView, DisputeRateView, DisputeView, EvidenceView } from './dispute.dto';

export function disputeRow(row: DisputeRow): DisputeListRowView {
  const { month: _, opened_at: __, ...view } = row;
  return view;
}

export function disputeView(dispute: OpenedDispute, evidence: Evidence): DisputeView {
  return {
    dispute_id: dispute.disputeId,
    reference: dispute.reference,
    payment_id: dispute.paymentId,
    order_id: dispute.orderId,
    customer_id: dispute.customerId,
    campaign_id: dispute.campaignId,
    descriptor: dispute.descriptor,
    network: dispute.network,
    reason: dispute.reason,
    amount_minor: dispute.amountMinor,
    currency: dispute.currency,
    status: dispute.status,
    evidence_due_at: dispute.evidenceDueAt,
    charge: dispute.on,
    submission: dispute.submission?.status ?? 'none',
    evidence: evidenceView(evidence),
  };
}

function evidenceView(evidence: Evidence): EvidenceView {
  return {
    call_id: evidence.callId,
    agent_id: evidence.agentId,
    captured_minor: evidence.capturedMinor,
    refunded_minor: evidence.refundedMinor,
    packages: evidence.packages.map((each) => ({
      package_id: each.packageId,
      carrier: each.carrier,
      tracking_number: each.trackingNumber,
      shipped_at: each.shippedAt,
      delivered_at: each.deliveredAt,
    })),
    filed: evidence.filed.map(({ kind, reference, summary }) => ({ kind, reference, summary })),
    dossier: dossierOf(evidence.orderId),
  };
}

export function rateView({ key, disputes, charges }: RateRow): DisputeRateView {
  return {
    key,
    disputes,
    charges,
    basis_points: basisPointsOf(disputes, charges),
    standings: standings(disputes, charges).map((each) => ({
      network: each.network,
      programme: each.programme,
      basis_points: each.basisPoints,
      disputes: each.disputes,
      standing: each.standing,
    })),
  };
}
