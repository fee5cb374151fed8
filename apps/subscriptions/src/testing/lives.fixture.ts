import type { DomainEvent, NewEvent } from '@continuo/event-store/event-store';
import type { Actor } from '@continuo/kernel/actor';
import { addDays, instantAt } from '@continuo/kernel/calendar';
import { DomainError } from '@continuo/kernel/domain-error';
import { deriveUuid } from '@continuo/kernel/ids';
import type { Instant, LocalDate } from '@continuo/kernel/instant';
import { DEFAULT_POLICIES } from '../domain/plan/policies';
import type { Change } from '../domain/subscription/change';
import type { SubscriptionCommand } from '../domain/subscription/commands';
import { subscriptionDecider } from '../domain/subscription/decider';
import type { SubscriptionEvent } from '../domain/subscription/events';
import { starting } from '../domain/subscription/examples';
import type { Cycle, StartedSubscription, SubscriptionState } from '../domain/subscription/state';
import { partsOf } from '../domain/subscription/touches';

/** What was asked in one go, and the program before and after it. */
export interface Request {
  readonly changeId: string;
  readonly actor: Actor;
  readonly on: LocalDate;
  readonly events: readonly SubscriptionEvent[];
  readonly before: SubscriptionState;
  readonly after: StartedSubscription;
  /** Revision of the first of its events. */
  readonly revision: number;
}

export interface Life {
  readonly id: string;
  readonly requests: readonly Request[];
  readonly state: StartedSubscription;
  /** Every cycle that was ever locked, as it stood last: the state keeps the latest alone. */
  readonly cycles: ReadonlyMap<number, Cycle>;
}

/** The same numbers from 0 to 1 for the same seed. */
function chanceFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) | 0;
    const mixed = Math.imul(state ^ (state >>> 12), 0x297a2d39);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
  };
}

const ZONE = 'America/New_York';
const noon = (date: LocalDate): Instant => instantAt(date, ZONE, '12:00');

/** Programs that lived through whatever may happen to one, by their own decider. */
export function livesFrom(seed: number, count: number): readonly Life[] {
  return Array.from({ length: count }, (_, index) =>
    lifeFrom(seed * 1_000 + index, `${seed}-${index}`),
  );
}

function lifeFrom(seed: number, name: string): Life {
  const chance = chanceFrom(seed);
  const pick = <Value>(...values: readonly Value[]) =>
    values[Math.floor(chance() * values.length)]!;
  const id = `sub_${name}`;
  const startedOn = addDays('2026-01-01', Math.floor(chance() * 150));
  const requests: Request[] = [];
  const cycles = new Map<number, Cycle>();
  let state: SubscriptionState = { status: 'none' };
  let on = startedOn;
  const carryOut = (command: SubscriptionCommand, actor: Actor): void => {
    let events: readonly SubscriptionEvent[];
    try {
      events = subscriptionDecider.decide(command, state);
    } catch (error) {
      if (error instanceof DomainError) return;
      throw error;
    }
    if (events.length === 0) return;
    const before = state;
    for (const event of events) {
      state = subscriptionDecider.evolve(state, event);
      if (state.status !== 'none') for (const cycle of state.cycles) cycles.set(cycle.cycle, cycle);
    }
    const revision = requests.reduce((sum, request) => sum + request.events.length, 0);
    const changeId = deriveUuid(name, requests.length);
    const after = state as StartedSubscription;
    requests.push({ changeId, actor, on, events, before, after, revision });
  };
  const system: Actor = { kind: 'system', id: 'renewal' };
  carryOut(startOf(id, startedOn, pick), system);
  for (let step = 0; step < 40; step += 1) {
    on = addDays(on, Math.floor(chance() * 12));
    carryOut({ kind: 'wake', now: noon(on) }, system);
    const agent: Actor = {
      kind: 'agent',
      id: pick('agt_1', 'agt_2'),
      callCentreId: pick('cc_north', 'cc_south'),
    };
    for (const command of commandsAt(
      state as unknown as StartedSubscription,
      requests,
      on,
      chance,
      pick,
    )) {
      carryOut(command, command.kind === 'settle' ? system : agent);
    }
  }
  return { id, requests, state: state as unknown as StartedSubscription, cycles };
}

type Pick = <Value>(...values: readonly Value[]) => Value;

function startOf(id: string, startedOn: LocalDate, pick: Pick): SubscriptionCommand {
  const { plan, sale } = starting().terms;
  return starting({
    subscriptionId: id,
    startedOn,
    currency: pick('USD', 'USD', 'EUR'),
    interval: pick('P1M', 'P30D', 'P1W'),
    quantity: pick(1, 2),
    trialDays: pick(null, null, 14),
    sale: {
      ...sale,
      campaignId: pick('cmp_1', 'cmp_2', null),
      agentId: pick('agt_1', 'agt_2', null),
      callCentreId: pick('cc_north', 'cc_south'),
    },
    plan: { ...plan, planId: pick('plan_greens', 'plan_reds'), totalCycles: pick(null, null, 5) },
    policies: pick(undefined, {
      ...DEFAULT_POLICIES,
      chargeToShipDays: 2,
      shipsOnWeekends: false,
      holidays: ['2026-07-06'],
    }),
  });
}

function commandsAt(
  state: StartedSubscription,
  requests: readonly Request[],
  on: LocalDate,
  chance: () => number,
  pick: Pick,
): readonly SubscriptionCommand[] {
  const open = state.cycles.filter(({ status }) => status !== 'shipped' && status !== 'void');
  const settled = open.flatMap(({ cycle }): SubscriptionCommand[] => {
    const amountMinor = 1_000 + Math.floor(chance() * 9_000);
    const payment = { amountMinor, token: 'pm_first', networkTransactionId: 'n' };
    const code = pick('insufficient_funds', 'expired_card');
    const declined = { news: 'declined', decline: pick('soft', 'hard'), code } as const;
    const outcome = pick(
      ...([
        { news: 'authorised', ...payment },
        { news: 'authorised', ...payment },
      ] as const),
      ...([{ news: 'released' }, { news: 'captured', amountMinor }, { news: 'unknown' }] as const),
      ...([
        { news: 'captured', amountMinor },
        { news: 'captured', amountMinor },
      ] as const),
      { ...declined, final: false, retryAt: noon(addDays(on, 3)) } as const,
      { ...declined, final: chance() < 0.3, retryAt: null } as const,
      { news: chance() < 0.2 ? 'cancelled' : 'released', reason: 'out of stock' } as const,
    );
    return [{ kind: 'settle', cycle, outcome }];
  });
  if (chance() < 0.65) return settled;
  const undone = chance() < 0.2 ? undoOf(requests, on, pick) : undefined;
  if (undone) return [...settled, undone];
  const changes = [changeAt(on, pick), ...(chance() < 0.2 ? [changeAt(on, pick)] : [])];
  return [...settled, { kind: 'changes', changes, authority: 'supervisor', now: noon(on) }];
}

function changeAt(on: LocalDate, pick: Pick): Change {
  const later = addDays(on, pick(3, 10, 25, 60));
  const offers = [{ offer: 'half price', taken: pick(true, true, false) }];
  const reasonCode = pick('too-much-product', 'too-expensive');
  return pick<Change>(
    { kind: 'interval', interval: pick('P1M', 'P2M', 'P1W') },
    { kind: 'price', unitPriceMinor: pick(3_600, 3_800, 4_000), cycles: pick(undefined, 2) },
    { kind: 'product', sku: pick('GREENS-30', 'BERRIES-30') },
    { kind: 'quantity', quantity: pick(1, 2, 3) },
    { kind: 'date', on: later, moveFollowing: pick(true, false) },
    { kind: 'skip' },
    { kind: 'skip' },
    { kind: 'unskip', cycle: pick(2, 3, 4, 5) },
    { kind: 'send-now' },
    { kind: 'anchor', on: later },
    { kind: 'add-product', sku: pick('GREENS-30', 'BERRIES-30'), quantity: 1 },
    { kind: 'remove-product', sku: pick('GREENS-30', 'BERRIES-30') },
    { kind: 'add-on', sku: pick('GREENS-30', 'BERRIES-30'), quantity: 2 },
    { kind: 'pause', until: later },
    { kind: 'resume' },
    { kind: 'hold', holdReason: 'fraud check' },
    { kind: 'release' },
    { kind: 'cancel', reasonCode },
    {
      kind: 'cancel',
      reasonCode,
      offers,
      when: pick({ at: 'now' }, { at: 'cycle', cycle: pick(4, 6) }),
    },
    { kind: 'save-offers', reasonCode, offers },
    { kind: 'save-offers', reasonCode, offers },
    { kind: 'reactivate' },
    { kind: 'reactivate' },
    { kind: 'win-back', offer: 'welcome back' },
    { kind: 'end-trial', reasonCode: 'not-for-me' },
  );
}

/** The requests that stand undone, by their own order: an undo that was itself undone no longer counts. */
export function undoneIn(requests: readonly Request[]): ReadonlySet<string> {
  const undone = new Set<string>();
  const undoes = new Map<string, string>();
  for (const { changeId, events } of requests) {
    for (const event of events) {
      if (event.type !== 'subscription.change-undone.v1') continue;
      undone.add(event.data.changeId);
      undoes.set(changeId, event.data.changeId);
      const restored = undoes.get(event.data.changeId);
      if (restored !== undefined) undone.delete(restored);
    }
  }
  return undone;
}

const isUndo = ({ events }: Request): boolean =>
  events.some(({ type }) => type === 'subscription.change-undone.v1');

function undoOf(
  requests: readonly Request[],
  on: LocalDate,
  pick: Pick,
): SubscriptionCommand | undefined {
  const undone = undoneIn(requests);
  const made = pick(
    ...requests
      .slice(1)
      .filter(({ actor }) => actor.kind === 'agent')
      .slice(-3),
  );
  if (!made || made.before.status === 'none') return undefined;
  const later = requests
    .slice(requests.indexOf(made) + 1)
    .filter((request) => !undone.has(request.changeId) && !isUndo(request))
    .filter(({ events }) => events.some((event) => partsOf(event).length > 0));
  const { before } = made;
  return {
    kind: 'undo',
    authority: 'supervisor',
    made: { ...made, before, later, undone: undone.has(made.changeId) },
    now: noon(on),
  };
}

/** A life as events ready to be appended. */
export function eventsOfLife({ id, requests }: Life): NewEvent[] {
  return requests.flatMap(({ changeId, actor, on, events }) =>
    events.map((event: DomainEvent, index) => ({
      id: deriveUuid(id, changeId, index),
      type: event.type,
      data: event.data,
      metadata: {
        actor,
        commandId: changeId,
        correlationId: changeId,
        recordedAt: noon(on),
        effectiveAt: noon(on),
      },
    })),
  );
}
