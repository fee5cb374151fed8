import { daysBetween, localDateOf } from '@continuo/kernel/calendar';
import type { LocalDate, Zone } from '@continuo/kernel/instant';
import { orderMinor } from './cycle-money';
import type { ProgramEvent } from './program-steps';

/** A cycle whose first charge was declined softly, and what its retries brought; days count from that decline, in the program's zone. */
export interface DeclinedCycle {
  readonly currency: string;
  readonly zone: Zone;
  readonly cycle: number;
  readonly amountMinor: number;
  readonly declinedOn: LocalDate;
  /** Retries that were declined again, in their order. */
  readonly failedDays: number[];
  /** Open as long as nobody knows. */
  outcome: 'open' | 'recovered' | 'failed' | 'cancelled';
  recoveredDay: number | null;
  /** The customer gave another card before it was paid: no day would have made a difference. */
  otherCard: boolean;
  /** The program was cancelled: nothing is tried on this day or later. */
  cancelledDay: number | null;
}

/** A retry that fails is told as another decline, or as the failure of the cycle. */
export function declinedCycles(history: readonly ProgramEvent[]): readonly DeclinedCycle[] {
  const locked = new Map<number, Pick<DeclinedCycle, 'currency' | 'zone' | 'amountMinor'>>();
  const cycles = new Map<number, DeclinedCycle>();
  const open = () => [...cycles.values()].filter(({ outcome }) => outcome === 'open');
  for (const event of history) {
    const at = event.metadata.effectiveAt;
    const dayOf = ({ declinedOn, zone }: DeclinedCycle) =>
      daysBetween(declinedOn, localDateOf(at, zone));
    switch (event.type) {
      case 'subscription.cycle-locked.v2': {
        const { cycle, currency, zone } = event.data;
        locked.set(cycle, { currency, zone, amountMinor: orderMinor(event.data) });
        break;
      }
      case 'subscription.cycle-declined.v1': {
        const { cycle, decline } = event.data;
        const known = cycles.get(cycle);
        const order = locked.get(cycle);
        if (known) known.failedDays.push(dayOf(known));
        else if (decline === 'soft' && order) cycles.set(cycle, declinedFirst(cycle, order, at));
        break;
      }
      case 'subscription.cycle-failed.v1': {
        const cycle = cycles.get(event.data.cycle);
        if (cycle?.outcome !== 'open') break;
        cycle.failedDays.push(dayOf(cycle));
        cycle.outcome = 'failed';
        break;
      }
      case 'subscription.cycle-paid.v1': {
        const cycle = cycles.get(event.data.cycle);
        if (cycle?.outcome !== 'open') break;
        cycle.recoveredDay = dayOf(cycle);
        cycle.outcome = 'recovered';
        break;
      }
      case 'subscription.payment-method-changed.v1':
      case 'subscription.card-updated.v1':
        for (const cycle of open()) cycle.otherCard = true;
        break;
      case 'subscription.cycle-voided.v1': {
        const cycle = cycles.get(event.data.cycle);
        if (cycle?.outcome === 'open') stop(cycle, dayOf(cycle));
        break;
      }
      case 'subscription.cancelled.v1':
        for (const cycle of cycles.values()) stop(cycle, dayOf(cycle));
        break;
      default:
        break;
    }
  }
  return [...cycles.values()];
}

function declinedFirst(
  cycle: number,
  order: Pick<DeclinedCycle, 'currency' | 'zone' | 'amountMinor'>,
  at: string,
): DeclinedCycle {
  return {
    ...order,
    cycle,
    declinedOn: localDateOf(at, order.zone),
    failedDays: [],
    outcome: 'open',
    recoveredDay: null,
    otherCard: false,
    cancelledDay: null,
  };
}

function stop(cycle: DeclinedCycle, day: number): void {
  cycle.cancelledDay ??= day;
  if (cycle.outcome === 'open') cycle.outcome = 'cancelled';
}
