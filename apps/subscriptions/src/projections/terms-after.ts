import type { Row } from '@continuo/read-store/projection';
import type { SubscriptionEvent } from '../domain/subscription/events';

/** The columns of what a program ships, as far as an event changes them. */
export function termsAfter(event: SubscriptionEvent): Row {
  switch (event.type) {
    case 'subscription.product-changed.v1': {
      const { sku, name, unitPriceMinor } = event.data.to;
      return { sku, name, unit_price_minor: unitPriceMinor };
    }
    case 'subscription.price-changed.v1':
    case 'subscription.price-version-moved.v1':
      return { unit_price_minor: event.data.toMinor };
    case 'subscription.quantity-changed.v1':
      return { quantity: event.data.to };
    default:
      return {};
  }
}
