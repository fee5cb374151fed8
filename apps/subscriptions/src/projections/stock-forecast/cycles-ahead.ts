import type { LocalDate } from '@continuo/kernel/instant';
import { DEFAULT_POLICIES, type PlanPolicies, shipDateOf } from '../../domain/plan/policies';
import { dateOf, isSkipped } from '../../domain/subscription/schedule';
import type { ExceptionRow, ForecastRow, LineRow } from './tables';

/** What the dates and units of coming cycles follow from, whichever program's they are. */
export type Course = Omit<ForecastRow, 'subscription_id' | 'call_centre_id' | 'next_cycle_on'>;

/** What leaves on one day for one cycle of a program. */
export interface Shipment {
  readonly shipOn: LocalDate;
  /** By SKU. */
  readonly units: ReadonlyMap<string, number>;
}

/** A program's coming cycles that are charged up to a date, by the rules of its schedule. */
export function cyclesAhead(
  row: Course,
  exceptions: readonly ExceptionRow[],
  lines: readonly LineRow[],
  until: LocalDate,
): Shipment[] {
  const policies = policiesOf(row.shipping_rule);
  const ahead = exceptions.filter(({ cycle }) => cycle >= row.next_cycle);
  const calendar = {
    anchor: { cycle: row.anchor_cycle, on: row.anchor_on },
    interval: row.interval,
    skips: ahead.filter(({ skipped }) => skipped === 1),
    dates: ahead.filter(({ skipped }) => skipped === 0),
  };
  let left = Math.min(row.total_cycles ?? Infinity, row.last_delivery ?? Infinity) - 1 - row.locked;
  const own = ownUnits(row);
  const shipments: Shipment[] = [];
  for (let cycle = row.next_cycle; left > 0 && cycle <= (row.last_cycle ?? Infinity); cycle += 1) {
    const dueOn = dateOf(calendar, cycle);
    if (dueOn > until) break;
    const paused = row.status === 'paused' && dueOn < (row.paused_until ?? '');
    if (paused || isSkipped(calendar, cycle)) continue;
    const first = shipments.length === 0;
    const units = new Map(own);
    for (const line of lines) {
      if (line.scope === 'next' && !first) continue;
      units.set(line.sku, (units.get(line.sku) ?? 0) + line.units);
    }
    shipments.push({ shipOn: shipDateOf(policies, dueOn), units });
    left -= 1;
  }
  return shipments;
}

/** Units of the program's own product, of a bundle those of its components. */
function ownUnits({ sku, quantity, components }: Course): [string, number][] {
  if (components === null) return [[sku, quantity]];
  const parts = JSON.parse(components) as readonly { sku: string; quantity: number }[];
  return parts.map((part) => [part.sku, part.quantity * quantity]);
}

const known = new Map<string, PlanPolicies>();

/** Programs of a plan share its rule: it is read once. */
function policiesOf(rule: string | null): PlanPolicies {
  if (rule === null) return DEFAULT_POLICIES;
  let policies = known.get(rule);
  if (!policies) {
    policies = { ...DEFAULT_POLICIES, ...(JSON.parse(rule) as Partial<PlanPolicies>) };
    if (known.size >= 1_000) known.clear();
    known.set(rule, policies);
  }
  return policies;
}
