import type { SubscriptionEvent } from '../domain/subscription/events';
import { tellFurther } from './history-words-further';
import { tellPrepaid } from './history-words-prepaid';
import type { Told } from './told';

export function tell(event: SubscriptionEvent): Told[] {
  const status = (from: string | null, to: string): Told => ({ field: 'status', from, to });
  const cycle = (n: number, to: string): Told => ({ field: 'cycle', from: null, to, cycle: n });
  switch (event.type) {
    case 'subscription.started.v1':
      return [status(null, event.data.trialEndsOn === null ? 'active' : 'trial')];
    case 'subscription.trial-ended.v1':
      return [status('trial', 'active')];
    case 'subscription.interval-changed.v1': {
      const { from, to, fromCycle } = event.data;
      return [{ field: 'interval', from, to, cycle: fromCycle }];
    }
    case 'subscription.price-changed.v1': {
      const { fromMinor, toMinor, fromCycle } = event.data;
      return [{ field: 'unit_price_minor', from: fromMinor, to: toMinor, cycle: fromCycle }];
    }
    case 'subscription.product-changed.v1': {
      const { from, to, fromCycle } = event.data;
      const product = { field: 'sku', from: from.sku, to: to.sku, cycle: fromCycle };
      if (from.unitPriceMinor === to.unitPriceMinor) return [product];
      const prices = { from: from.unitPriceMinor, to: to.unitPriceMinor };
      const price = { field: 'unit_price_minor', ...prices, cycle: fromCycle };
      return from.sku === to.sku ? [price] : [product, price];
    }
    case 'subscription.quantity-changed.v1': {
      const { from, to, fromCycle } = event.data;
      return [{ field: 'quantity', from, to, cycle: fromCycle }];
    }
    case 'subscription.cycle-date-changed.v1': {
      const { from, to, cycle: n } = event.data;
      return [{ field: 'due_on', from, to, cycle: n }];
    }
    case 'subscription.cycle-skipped.v1':
      return [{ field: 'cycle', from: 'scheduled', to: 'skipped', cycle: event.data.cycle }];
    case 'subscription.cycle-unskipped.v1':
      return [{ field: 'cycle', from: 'skipped', to: 'scheduled', cycle: event.data.cycle }];
    case 'subscription.paused.v1':
      return [{ field: 'paused_until', from: event.data.from, to: event.data.until }];
    case 'subscription.resumed.v1':
      return [{ field: 'paused_until', from: event.data.until, to: null }];
    case 'subscription.cancelled.v1':
      return [status(event.data.from, 'cancelled')];
    case 'subscription.reactivated.v1':
      return [status(event.data.from, 'active')];
    case 'subscription.payment-method-changed.v1':
      return [{ field: 'payment_token', from: event.data.from, to: event.data.to }];
    case 'subscription.zone-changed.v1':
      return [{ field: 'zone', from: event.data.from, to: event.data.to }];
    case 'subscription.cycle-locked.v2':
      return [{ field: 'cycle', from: 'scheduled', to: 'locked', cycle: event.data.cycle }];
    case 'subscription.cycles-missed.v1':
      return event.data.missed.map((missed) => ({
        field: 'cycle',
        from: 'scheduled',
        to: `missed (${event.data.policy})`,
        cycle: missed.cycle,
      }));
    case 'subscription.cycle-charge-unsettled.v1':
      return [cycle(event.data.cycle, 'charging')];
    case 'subscription.cycle-paid.v1':
      return [cycle(event.data.cycle, 'paid')];
    case 'subscription.cycle-declined.v1':
      return [cycle(event.data.cycle, `declined (${event.data.code})`)];
    case 'subscription.cycle-failed.v1':
      return [cycle(event.data.cycle, `failed (${event.data.code})`)];
    case 'subscription.cycle-released.v1':
      return [cycle(event.data.cycle, 'released')];
    case 'subscription.cycle-shipped.v1':
      return [cycle(event.data.cycle, 'shipped')];
    case 'subscription.cycle-voided.v1':
      return [cycle(event.data.cycle, `void (${event.data.reason})`)];
    case 'subscription.fell-past-due.v1':
      return [{ ...status('active', 'past-due'), cycle: event.data.cycle }];
    case 'subscription.recovered.v1':
      return [{ ...status(null, 'active'), cycle: event.data.cycle }];
    case 'subscription.held.v1':
      return [{ ...status(null, `held (${event.data.reason})`), cycle: event.data.cycle }];
    case 'subscription.price-move-announced.v1': {
      const { fromMinor, toMinor, fromCycle } = event.data;
      return [{ field: 'announced_price_minor', from: fromMinor, to: toMinor, cycle: fromCycle }];
    }
    case 'subscription.price-version-moved.v1': {
      const { fromVersion, toVersion, fromMinor, toMinor, cycle: n } = event.data;
      return [
        { field: 'plan_version', from: fromVersion, to: toVersion, cycle: n },
        { field: 'unit_price_minor', from: fromMinor, to: toMinor, cycle: n },
      ];
    }
    case 'subscription.price-move-withdrawn.v1':
      return [{ field: 'announced_price_minor', from: 'announced', to: event.data.because }];
    case 'subscription.expired.v1':
      return [status(null, 'expired')];
    case 'subscription.prepaid-run-opened.v1':
    case 'subscription.prepaid-run-paid.v1':
    case 'subscription.prepaid-shipment-left.v1':
    case 'subscription.prepaid-shipments-lapsed.v1':
    case 'subscription.prepaid-run-ended.v1':
      return tellPrepaid(event);
    default:
      return tellFurther(event);
  }
}
