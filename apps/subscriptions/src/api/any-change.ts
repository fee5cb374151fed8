import { never } from '@continuo/kernel/decider';
import { invalid } from '@continuo/kernel/domain-error';
import type { AskedChange } from '../application/change-subscription/asked-change';
import type { CancelWhen } from '../domain/subscription/change';
import { type AnyChangeDto, CHANGE_FIELDS } from './any-change.dto';

/** Throws DomainError `invalid-change` where a field is missing or belongs to another kind. */
export function askedChange(dto: AnyChangeDto, pointer: string): AskedChange {
  const takes = CHANGE_FIELDS[dto.kind];
  for (const name of Object.keys(dto)) {
    if (name === 'kind' || takes.includes(name) || takes.includes(`${name}!`)) continue;
    const detail = `Leave it out: '${dto.kind}' does not take it.`;
    throw invalid('invalid-change', `${pointer}/${name}`, detail);
  }
  const need = <Value>(value: Value | undefined, name: string): Value => {
    if (value !== undefined) return value;
    throw invalid('invalid-change', `${pointer}/${name}`, `Required for '${dto.kind}'.`);
  };
  const { kind } = dto;
  switch (kind) {
    case 'interval':
      return { kind, interval: need(dto.interval, 'interval') };
    case 'price': {
      const unitPriceMinor = need(dto.unit_price_minor, 'unit_price_minor');
      return { kind, unitPriceMinor, cycles: dto.cycles };
    }
    case 'product':
    case 'remove-product':
    case 'remove-add-on':
      return { kind, sku: need(dto.sku, 'sku') };
    case 'component':
      return {
        kind,
        bundle: dto.bundle,
        component: need(dto.component, 'component'),
        sku: need(dto.sku, 'sku'),
      };
    case 'quantity':
      return { kind, quantity: need(dto.quantity, 'quantity') };
    case 'add-product':
    case 'add-on':
      return { kind, sku: need(dto.sku, 'sku'), quantity: dto.quantity ?? 1 };
    case 'plan': {
      const planId = need(dto.plan_id, 'plan_id');
      return { kind, planId, version: dto.plan_version, interval: dto.interval, sku: dto.sku };
    }
    case 'address': {
      const { name, lines, city, region = '', postcode, country } = need(dto.ship_to, 'ship_to');
      const address = { name, lines, city, region: region.toUpperCase(), postcode, country };
      return { kind, address };
    }
    case 'date':
      return { kind, on: need(dto.on, 'on'), cycle: dto.cycle, moveFollowing: dto.move_following };
    case 'anchor':
      return { kind, on: need(dto.on, 'on') };
    case 'skip':
      return { kind, cycle: dto.cycle };
    case 'unskip':
      return { kind, cycle: need(dto.cycle, 'cycle') };
    case 'pause':
      return { kind, until: need(dto.until, 'until') };
    case 'send-now':
    case 'resume':
    case 'release':
      return { kind };
    case 'hold':
      return { kind, holdReason: need(dto.hold_reason, 'hold_reason') };
    case 'cancel': {
      const { note, offers = [] } = dto;
      const when = cancelWhen(dto.when, dto.cycle, pointer);
      return { kind, reasonCode: dto.reason_code ?? 'other', note, when, offers: shown(offers) };
    }
    case 'save-offers': {
      const reasonCode = need(dto.reason_code, 'reason_code');
      return { kind, reasonCode, offers: shown(need(dto.offers, 'offers')) };
    }
    case 'reactivate':
      return { kind, nextOn: dto.next_on };
    case 'win-back':
      return { kind, offer: dto.offer, nextOn: dto.next_on };
    case 'convert-trial':
      return { kind, consentReference: need(dto.consent_reference, 'consent_reference') };
    case 'end-trial':
      return { kind, reasonCode: dto.reason_code ?? 'other', note: dto.note };
    case 'payment-method':
      return { kind, token: need(dto.token, 'token') };
    case 'zone':
      return { kind, zone: need(dto.zone, 'zone') };
    default:
      return never(kind);
  }
}

/** At once unless said otherwise; a cycle is named exactly where one is meant. */
export function cancelWhen(
  when: 'now' | 'cycle' | 'commitment' | undefined,
  cycle: number | undefined,
  pointer: string,
): CancelWhen {
  const detail = "Send it with `when` 'cycle', and only then.";
  if ((when === 'cycle') !== (cycle !== undefined)) {
    throw invalid('invalid-change', `${pointer}/cycle`, detail);
  }
  return when === 'cycle' && cycle !== undefined ? { at: 'cycle', cycle } : { at: atOf(when) };
}

const atOf = (when: 'now' | 'cycle' | 'commitment' | undefined): 'now' | 'commitment' =>
  when === 'commitment' ? 'commitment' : 'now';

function shown(offers: readonly { offer: string; taken: boolean }[]) {
  return offers.map(({ offer, taken }) => ({ offer, taken }));
}
