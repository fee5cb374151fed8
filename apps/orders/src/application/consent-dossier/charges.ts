import type { EventMetadata, RecordedEvent } from '@continuo/event-store/event-store';
import { HOLD_PAYMENT_UNKNOWN, type OrderEvent } from '../../domain/order/events';
import type { Doing } from '../../domain/program-copy/events';

export type OrderFact = RecordedEvent & OrderEvent;

/** One step of the money of an order, as it was learnt from payments. */
export interface Charge {
  readonly kind:
    'requested' | 'retried' | 'authorised' | 'declined' | 'unknown' | 'captured' | 'refunded';
  readonly amountMinor: number | null;
  readonly instalment: number | null;
  readonly paymentId: string | null;
  /** Network transaction id of an authorisation, id of a capture or refund. */
  readonly reference: string | null;
  /** The gateway's code of a decline, the reason of a refund. */
  readonly detail: string | null;
  readonly doing: Doing;
}

export function doingOf({ actor, callId, scriptVersion, effectiveAt }: EventMetadata): Doing {
  return {
    actor,
    callId: callId ?? null,
    scriptVersion: scriptVersion ?? null,
    at: effectiveAt,
  };
}

/** Every attempt and what became of it, in the order of the record. */
export function chargesOf(history: readonly OrderFact[]): Charge[] {
  let paymentId: string | null = null;
  const charges: Charge[] = [];
  for (const event of history) {
    const step = stepOf(event);
    if (!step) continue;
    paymentId = step.paymentId ?? paymentId;
    charges.push({ ...NOTHING, ...step, paymentId, doing: doingOf(event.metadata) });
  }
  return charges;
}

const NOTHING = { amountMinor: null, instalment: null, reference: null, detail: null };

function stepOf(event: OrderFact): (Partial<Charge> & Pick<Charge, 'kind'>) | undefined {
  switch (event.type) {
    case 'order.placed.v2': {
      const { instalments, totals } = event.data;
      const amountMinor = instalments[0]?.amountMinor ?? totals.totalMinor;
      return { kind: 'requested', amountMinor, instalment: 1 };
    }
    case 'order.payment-retried.v1':
      return { kind: 'retried', instalment: 1 };
    case 'order.instalment-retried.v1':
      return { kind: 'retried', instalment: event.data.instalment };
    case 'order.payment-authorised.v1': {
      const { paymentId, amountMinor, networkTransactionId: reference } = event.data;
      return { kind: 'authorised', paymentId, amountMinor, reference, instalment: 1 };
    }
    case 'order.payment-declined.v1': {
      const { paymentId, instalment, amountMinor, code: detail } = event.data;
      return { kind: 'declined', paymentId, instalment, amountMinor, detail };
    }
    case 'order.held.v1':
      return event.data.reason === HOLD_PAYMENT_UNKNOWN ? { kind: 'unknown' } : undefined;
    case 'order.payment-captured.v1': {
      const { captureId: reference, instalment, amountMinor } = event.data;
      return { kind: 'captured', reference, instalment, amountMinor };
    }
    case 'order.payment-refunded.v1': {
      const { refundId: reference, amountMinor, reason: detail } = event.data;
      return { kind: 'refunded', reference, amountMinor, detail };
    }
    default:
      return undefined;
  }
}
