import type { Instant } from '@continuo/kernel/instant';
import type { Network } from '../dunning/network';

/** What a dispute is about, as the gateway reported it and as the payment knows it. */
export interface DisputeFacts {
  readonly disputeId: string;
  /** The gateway's name for the dispute. */
  readonly reference: string;
  readonly paymentId: string;
  readonly orderId: string;
  readonly customerId: string;
  readonly campaignId: string | null;
  readonly callId: string | null;
  readonly agentId: string | null;
  /** Gateway reference of the charge. */
  readonly on: string;
  readonly amountMinor: number;
  readonly currency: string;
  readonly network: Network;
  /** The network's reason code, as it came. */
  readonly reason: string;
  /** What the customer reads on the statement of the card. */
  readonly descriptor: string | null;
  readonly evidenceDueAt: Instant | null;
}

/** A package that left for the customer, and whether it arrived. */
export interface ShippedProof {
  readonly packageId: string;
  readonly carrier: string;
  readonly trackingNumber: string;
  readonly shippedAt: Instant;
  readonly deliveredAt: Instant | null;
}

/** What a person, or another system, adds: the consent dossier of the sale, a letter, a recording. */
export interface FiledProof {
  readonly kind: 'consent-dossier' | 'correspondence' | 'recording' | 'other';
  /** Where it is kept. */
  readonly reference: string;
  readonly summary: string;
}

/** All that speaks for the charge. */
export interface Evidence {
  readonly orderId: string;
  readonly callId: string | null;
  readonly agentId: string | null;
  readonly capturedMinor: number;
  readonly refundedMinor: number;
  readonly currency: string;
  readonly packages: readonly ShippedProof[];
  readonly filed: readonly FiledProof[];
}

export type AlertCause = 'opened' | 'evidence-due-soon' | 'paid-twice';

export type DisputeEvent =
  | { readonly type: 'dispute.opened.v1'; readonly data: DisputeFacts }
  | {
      readonly type: 'dispute.alerted.v1';
      readonly data: Pick<DisputeFacts, 'disputeId' | 'paymentId' | 'orderId' | 'evidenceDueAt'> & {
        readonly because: AlertCause;
      };
    }
  | { readonly type: 'dispute.proof-filed.v1'; readonly data: FiledProof }
  /** Written before the gateway hears of it: sent again, it goes out under the same key. */
  | {
      readonly type: 'dispute.represented.v1';
      readonly data: {
        readonly idempotencyKey: string;
        readonly evidence: Evidence;
        readonly at: Instant;
      };
    }
  | {
      readonly type: 'dispute.submission-confirmed.v1';
      readonly data: { readonly reference: string };
    }
  /** The gateway did not answer, or refused; null when it is not tried again. */
  | {
      readonly type: 'dispute.submission-failed.v1';
      readonly data: { readonly cause: string; readonly retryAt: Instant | null };
    }
  | {
      readonly type: 'dispute.won.v1' | 'dispute.lost.v1';
      readonly data: { readonly disputeId: string; readonly at: Instant };
    };
