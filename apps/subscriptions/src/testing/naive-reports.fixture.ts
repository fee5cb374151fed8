import { daysBetween } from '@continuo/kernel/calendar';
import type { LocalDate } from '@continuo/kernel/instant';
import type { SubscriptionEvent } from '../domain/subscription/events';
import { schedule } from '../domain/subscription/schedule';
import type { Cycle } from '../domain/subscription/state';
import { type Life, type Request, undoneIn } from './lives.fixture';

/** Every report counted program by program from what happened, as slowly and plainly as it goes. */
type Type = SubscriptionEvent['type'];
type Of<T extends Type> = Extract<SubscriptionEvent, { type: T }>;

const CHARGED = ['paid', 'released', 'shipped'];

export const startOf = (life: Life) => life.requests[0]!.events[0] as Of<'subscription.started.v1'>;

const all = <T extends Type>({ requests }: Life, type: T): Of<T>[] =>
  requests.flatMap(({ events }) => events.filter((event): event is Of<T> => event.type === type));

export const chargedCycles = ({ cycles }: Life): Cycle[] =>
  [...cycles.values()].filter(({ status }) => CHARGED.includes(status));

function moneyOf(life: Life, cycle: number): number {
  const paid = all(life, 'subscription.cycle-paid.v1').findLast(({ data }) => data.cycle === cycle);
  const shipped = all(life, 'subscription.cycle-shipped.v1').find(
    ({ data }) => data.cycle === cycle,
  );
  return paid?.data.amountMinor ?? shipped?.data.amountMinor ?? 0;
}

export const valueOf = (life: Life): number =>
  chargedCycles(life).reduce((sum, { cycle }) => sum + moneyOf(life, cycle), 0);

/** Charged orders, the first one included. */
export const deliveriesOf = (life: Life): number => 1 + chargedCycles(life).length;

const rate = (part: number, whole: number) => (whole === 0 ? null : (part / whole).toFixed(4));
const isOver = ({ state }: Life) => ['cancelled', 'expired', 'held'].includes(state.status);

export function naiveRetention(lives: readonly Life[], cycle: number) {
  const before = lives.filter((life) => deliveriesOf(life) >= cycle - 1);
  const charged = before.filter((life) => deliveriesOf(life) >= cycle).length;
  const stopped = (...statuses: string[]) =>
    before.filter((life) => deliveriesOf(life) < cycle && statuses.includes(life.state.status))
      .length;
  const cancelled = stopped('cancelled');
  const held = stopped('held');
  const completed = stopped('expired');
  return {
    programs: lives.length,
    cycle,
    at_risk: before.length - completed,
    charged,
    cancelled,
    held,
    open: before.length - charged - cancelled - held - completed,
    retention_rate: rate(charged, charged + cancelled + held),
  };
}

export function naiveValue(lives: readonly Life[]) {
  const programs = lives.length;
  const cycles = lives.reduce((sum, life) => sum + chargedCycles(life).length, 0);
  const charged = lives.reduce((sum, life) => sum + valueOf(life), 0);
  return {
    programs,
    running: lives.filter((life) => !isOver(life)).length,
    charged_cycles: cycles,
    cycles_per_program: (cycles / programs).toFixed(2),
    charged_minor: charged,
    value_per_program_minor: Math.floor(charged / programs + 0.5),
  };
}

/** Requests that somebody made and that still stand; of an undo only what it has brought about beyond compensating. */
function standing({ requests }: Life): Request[] {
  const undone = undoneIn(requests);
  return requests
    .filter((request) => !undone.has(request.changeId))
    .map((request) => {
      const undo = request.events.findIndex(({ type }) => type === 'subscription.change-undone.v1');
      return { ...request, events: request.events.slice(undo + 1) };
    });
}

const KINDS: Readonly<Record<string, readonly Type[]>> = {
  interval: ['subscription.interval-changed.v1'],
  price: ['subscription.price-changed.v1', 'subscription.price-overridden.v1'],
  product: ['subscription.product-changed.v1'],
  quantity: ['subscription.quantity-changed.v1'],
  date: [
    'subscription.cycle-date-changed.v1',
    'subscription.cycle-sent-now.v1',
    'subscription.anchor-moved.v1',
  ],
  skip: ['subscription.cycle-skipped.v1'],
  pause: ['subscription.paused.v1'],
  plan: ['subscription.plan-changed.v1'],
};

export function hasChange(life: Life, kind: string, cycles: number): boolean {
  return standing(life).some(({ events, before }) =>
    events.some(
      ({ type }) =>
        KINDS[kind]!.includes(type) && before.status !== 'none' && before.counts.locked < cycles,
    ),
  );
}

export function naiveSaves(lives: readonly Life[], days: number, today: LocalDate) {
  const rows = new Map<string, Record<string, number>>();
  for (const life of lives) {
    const stand = standing(life);
    const gone = stand.filter(({ events }) =>
      events.some(({ type }) => type === 'subscription.cancelled.v1'),
    );
    for (const request of stand) {
      const key = `${request.actor.callCentreId} ${request.actor.id}`;
      const row = rows.get(key) ?? {};
      const add = (name: string) => (row[name] = (row[name] ?? 0) + 1);
      for (const [index, event] of request.events.entries()) {
        const withdrawn = event.type === 'subscription.cancellation-withdrawn.v1';
        if (event.type !== 'subscription.save-offers-shown.v1' && !withdrawn) continue;
        rows.set(key, row);
        if (!withdrawn) add('offers_shown');
        const cancels = request.events.some(({ type }) =>
          ['subscription.cancelled.v1', 'subscription.cancellation-scheduled.v1'].includes(type),
        );
        const taken = withdrawn || event.data.offers.some((offer) => offer.taken);
        if (!taken || (cancels && !withdrawn)) continue;
        add(withdrawn ? 'withdrawals' : 'saves');
        const left = gone.find(
          (other) =>
            other.revision > request.revision ||
            (other.revision === request.revision &&
              other.events.slice(index).some(({ type }) => type === 'subscription.cancelled.v1')),
        );
        if (left && daysBetween(request.on, left.on) <= days) add('cancelled');
        else add(daysBetween(request.on, today) >= days ? 'held' : 'too_early');
      }
    }
  }
  return rows;
}

export function naiveReasons(lives: readonly Life[]) {
  const rows = new Map<string, Record<string, number>>();
  for (const life of lives) {
    const stand = standing(life);
    for (const request of stand) {
      for (const [index, event] of request.events.entries()) {
        if (event.type !== 'subscription.cancelled.v1') continue;
        const { reasonCode, from } = event.data;
        const row = rows.get(reasonCode) ?? {};
        rows.set(reasonCode, row);
        const add = (name: string, by = 1) => (row[name] = (row[name] ?? 0) + by);
        add('cancellations');
        if (from === 'trial') add('in_trial');
        if (from === 'past-due' || from === 'held') add('past_due');
        add('deliveries', request.after.counts.locked + 1);
        const back = stand
          .filter(({ revision }) => revision >= request.revision)
          .flatMap((other) => other.events.slice(other === request ? index : 0))
          .some(
            (fact) =>
              fact.type === 'subscription.won-back.v1' ||
              (fact.type === 'subscription.reactivated.v1' && fact.data.from === 'cancelled'),
          );
        if (back) add('came_back');
      }
    }
  }
  return rows;
}

export function naiveFailedPayments(lives: readonly Life[]) {
  const rows = new Map<string, Record<string, number>>();
  for (const life of lives) {
    for (const { cycle, dueOn, status } of life.cycles.values()) {
      const declines = life.requests
        .flatMap(({ events }) => events)
        .filter(
          (event): event is Of<'subscription.cycle-declined.v1' | 'subscription.cycle-failed.v1'> =>
            (event.type === 'subscription.cycle-declined.v1' ||
              event.type === 'subscription.cycle-failed.v1') &&
            event.data.cycle === cycle,
        );
      const last = declines.at(-1);
      if (!last) continue;
      const { decline, code } = last.data;
      const key = [dueOn.slice(0, 7), decline, code, life.state.currency].join(' ');
      const row = rows.get(key) ?? {};
      rows.set(key, row);
      const add = (name: string, by = 1) => (row[name] = (row[name] ?? 0) + by);
      add('cycles');
      add('declines', declines.length);
      const locked = all(life, 'subscription.cycle-locked.v2').find(
        ({ data }) => data.cycle === cycle,
      )!.data;
      const due = [locked, ...locked.lines].reduce(
        (sum, line) => sum + line.quantity * line.unitPriceMinor,
        locked.shippingMinor,
      );
      if (CHARGED.includes(status)) {
        add('recovered');
        add('recovered_minor', moneyOf(life, cycle));
      } else if (status === 'failed') {
        add('failed');
        add('failed_minor', due);
      } else if (status === 'void') add('void');
      else {
        add('open');
        add('open_minor', due);
      }
    }
  }
  return rows;
}

export function naiveForecast(lives: readonly Life[], from: LocalDate, until: LocalDate) {
  const days = new Map<string, { cycles: number; units: number; past_due_units: number }>();
  for (const { state } of lives) {
    for (const cycle of schedule(state, 500, 'scheduled-only')) {
      if (cycle.shipOn < from || cycle.shipOn > until) continue;
      const lines = [cycle, ...cycle.lines];
      for (const sku of new Set(lines.map((line) => line.sku))) {
        const units = lines
          .filter((line) => line.sku === sku)
          .reduce((sum, line) => sum + line.quantity, 0);
        const key = `${cycle.shipOn} ${sku}`;
        const day = days.get(key) ?? { cycles: 0, units: 0, past_due_units: 0 };
        days.set(key, {
          cycles: day.cycles + 1,
          units: day.units + units,
          past_due_units: day.past_due_units + (state.status === 'past-due' ? units : 0),
        });
      }
    }
  }
  return days;
}
