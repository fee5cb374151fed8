import { never } from '@continuo/kernel/decider';
import type { Change } from '../domain/subscription/change';
import type { AnyChangeDto } from './any-change.dto';

/** A change as it would be sent; an address stays sealed, previews show where goods go. */
export function changeView(change: Change): AnyChangeDto {
  const { kind } = change;
  switch (kind) {
    case 'interval':
      return { kind, interval: change.interval };
    case 'price':
      return { kind, unit_price_minor: change.unitPriceMinor, cycles: change.cycles };
    case 'product':
    case 'remove-product':
    case 'remove-add-on':
      return { kind, sku: change.sku };
    case 'component': {
      const { bundle, component, sku } = change;
      return { kind, bundle, component, sku };
    }
    case 'quantity':
      return { kind, quantity: change.quantity };
    case 'add-product':
    case 'add-on':
      return { kind, sku: change.sku, quantity: change.quantity };
    case 'plan': {
      const { plan } = change.agreed;
      const { interval, sku } = change;
      return { kind, plan_id: plan.planId, plan_version: plan.version, interval, sku };
    }
    case 'date': {
      const { on, cycle, moveFollowing } = change;
      return { kind, on, cycle, move_following: moveFollowing };
    }
    case 'anchor':
      return { kind, on: change.on };
    case 'skip':
    case 'unskip':
      return { kind, cycle: change.cycle };
    case 'pause':
      return { kind, until: change.until };
    case 'address':
    case 'send-now':
    case 'resume':
    case 'release':
      return { kind };
    case 'hold':
      return { kind, hold_reason: change.holdReason };
    case 'cancel': {
      const { reasonCode, note, when, offers } = change;
      const cycle = when?.at === 'cycle' ? when.cycle : undefined;
      return { kind, reason_code: reasonCode, note, when: when?.at, cycle, offers: shown(offers) };
    }
    case 'save-offers':
      return { kind, reason_code: change.reasonCode, offers: shown(change.offers) };
    case 'reactivate':
      return { kind, next_on: change.nextOn };
    case 'win-back':
      return { kind, offer: change.offer, next_on: change.nextOn };
    case 'convert-trial':
      return { kind, consent_reference: change.consentReference };
    case 'end-trial':
      return { kind, reason_code: change.reasonCode, note: change.note };
    case 'payment-method':
      return { kind, token: change.token };
    case 'zone':
      return { kind, zone: change.zone };
    default:
      return never(kind);
  }
}

function shown(offers: readonly { offer: string; taken: boolean }[] | undefined) {
  return offers?.map(({ offer, taken }) => ({ offer, taken }));
}

/** In a line, for histories: `price: unit_price_minor 1000, cycles 3`. */
export function changeText(change: Change): string {
  const { kind, ...fields } = changeView(change);
  const told = Object.entries(fields).flatMap(([name, value]) =>
    value === undefined
      ? []
      : [`${name} ${typeof value === 'object' ? JSON.stringify(value) : value}`],
  );
  return told.length === 0 ? kind : `${kind}: ${told.join(', ')}`;
}
