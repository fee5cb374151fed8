import type { CycleNews } from '../../domain/subscription/commands';
import type { ProgramEvent } from './program-steps';

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
    // The first order has no other facts here than those of the run that it pays for.
    case 'subscription.prepaid-run-paid.v1':
      if (event.data.firstCycle !== 1) return undefined;
      return { cycle: 1, news: { news: 'captured', amountMinor: event.data.goodsMinor } };
    case 'subscription.prepaid-run-ended.v1':
      if (event.data.firstCycle !== 1 || event.data.because !== 'order-cancelled') return undefined;
      return { cycle: 1, news: { news: 'cancelled', reason: event.data.because } };
    default:
      return undefined;
  }
}
