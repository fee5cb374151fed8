import type { Change } from '../../domain/subscription/change';
import type { CycleNews } from '../../domain/subscription/commands';
import type { ProgramEvent } from './program-steps';

/** What a person asked for when this was recorded; undefined for what no person asked, or cannot be asked again. */
export function askedAgain(event: ProgramEvent): Change | undefined {
  if (event.metadata.actor.kind === 'system') return undefined;
  switch (event.type) {
    case 'subscription.interval-changed.v1':
      return { kind: 'interval', interval: event.data.to };
    case 'subscription.price-changed.v1':
      return { kind: 'price', unitPriceMinor: event.data.toMinor };
    case 'subscription.product-changed.v1':
      return { kind: 'product', sku: event.data.to.sku };
    case 'subscription.quantity-changed.v1':
      return { kind: 'quantity', quantity: event.data.to };
    case 'subscription.cycle-date-changed.v1': {
      const { cycle, to, moveFollowing } = event.data;
      return { kind: 'date', cycle, on: to, moveFollowing };
    }
    case 'subscription.cycle-skipped.v1':
      return { kind: 'skip', cycle: event.data.cycle };
    case 'subscription.cycle-unskipped.v1':
      return { kind: 'unskip', cycle: event.data.cycle };
    case 'subscription.paused.v1':
      return { kind: 'pause', until: event.data.until };
    case 'subscription.resumed.v1':
      return { kind: 'resume' };
    case 'subscription.cancelled.v1': {
      const { reasonCode, note } = event.data;
      return { kind: 'cancel', reasonCode, note: note ?? undefined };
    }
    case 'subscription.reactivated.v1':
      return { kind: 'reactivate' };
    case 'subscription.payment-method-changed.v1':
      return { kind: 'payment-method', token: event.data.to };
    case 'subscription.zone-changed.v1':
      return { kind: 'zone', zone: event.data.to };
    default:
      return undefined;
  }
}

/** What became of a cycle's order, as the other services had reported it. */
export function newsAgain(event: ProgramEvent): { cycle: number; news: CycleNews } | undefined {
  switch (event.type) {
    case 'subscription.cycle-paid.v1': {
      const { cycle, amountMinor, payment } = event.data;
      const networkTransactionId = payment.networkTransactionId ?? '';
      return {
        cycle,
        news: { news: 'authorised', amountMinor, token: payment.token, networkTransactionId },
      };
    }
    case 'subscription.cycle-declined.v1': {
      const { cycle, decline, code, retryAt } = event.data;
      return { cycle, news: { news: 'declined', decline, code, retryAt, final: false } };
    }
    case 'subscription.cycle-failed.v1': {
      const { cycle, decline, code } = event.data;
      return { cycle, news: { news: 'declined', decline, code, retryAt: null, final: true } };
    }
    case 'subscription.cycle-charge-unsettled.v1':
      return { cycle: event.data.cycle, news: { news: 'unknown' } };
    case 'subscription.cycle-released.v1':
      return { cycle: event.data.cycle, news: { news: 'released' } };
    case 'subscription.cycle-shipped.v1': {
      const { cycle, amountMinor } = event.data;
      return { cycle, news: { news: 'captured', amountMinor } };
    }
    case 'subscription.cycle-voided.v1': {
      const { cycle, reason } = event.data;
      return { cycle, news: { news: 'cancelled', reason } };
    }
    default:
      return undefined;
  }
}
