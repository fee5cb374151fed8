import { instantAt } from '@continuo/kernel/calendar';
import { DomainError } from '@continuo/kernel/domain-error';
import { addMs, type Instant, msFromInstant } from '@continuo/kernel/instant';
import type { Change } from '../../domain/subscription/change';
import type { CycleNews, SubscriptionCommand } from '../../domain/subscription/commands';
import { subscriptionDecider } from '../../domain/subscription/decider';
import type { SubscriptionEvent, SubscriptionStarted } from '../../domain/subscription/events';
import { dueAt } from '../../domain/subscription/due';
import type { SubscriptionState } from '../../domain/subscription/state';
import { askedAgain, newsAgain } from './asked-again';
import type { ProgramEvent } from './program-steps';

/** A program's start, under another rule. */
export type Retold = (started: SubscriptionStarted['data']) => SubscriptionStarted['data'];

export interface Relived {
  readonly events: readonly SubscriptionEvent[];
  readonly state: SubscriptionState;
  /** What people had asked for and could not have asked here. */
  readonly refused: number;
}

interface News {
  readonly afterMs: number;
  readonly news: CycleNews;
}

/** What happened to a program from outside: what people asked, what became of its orders, when nothing was running. */
interface Surroundings {
  readonly asked: readonly { readonly at: Instant; readonly change: Change }[];
  /** By cycle, in ms after it was locked. */
  readonly news: ReadonlyMap<number, readonly News[]>;
  readonly standstills: readonly { readonly from: Instant; readonly to: Instant }[];
}

/** Work of the day is done within the hour; what was later than that waited for the process to come back. */
const PROMPT_MS = 3_600_000;
/** A program is woken no more often than this: one that cannot be settled ends the replay, not the process. */
const MOST_STEPS = 100_000;

/**
 * Lives a program again up to an instant, by its own decider: the same people ask the same at the same
 * moments, orders of the same cycles end alike after the same time. Reads nothing, changes nothing.
 */
export function relive(history: readonly ProgramEvent[], until: Instant, retold: Retold): Relived {
  const [first] = history;
  if (first?.type !== 'subscription.started.v1') throw new Error('a program begins with its start');
  const around = surroundings(history);
  const life = new Life(retold(first.data));
  const pending = around.asked.map(({ at, change }) => ({ at, change }));
  const news: { at: Instant; cycle: number; news: CycleNews }[] = [];
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const due = life.dueAt();
    const wakeAt = due && laterOf(awakeFrom(due, around.standstills), life.now);
    const asks = pending[0]?.at ?? null;
    const hears = news[0]?.at ?? null;
    const at = [wakeAt, asks, hears].filter((moment) => moment !== null).sort()[0];
    if (at === undefined || at > until) break;
    life.now = laterOf(at, life.now);
    if (hears === at) {
      const { cycle, news: outcome } = news.shift()!;
      life.carryOut({ kind: 'settle', cycle, outcome });
      continue;
    }
    if (asks === at) {
      const { change } = pending.shift()!;
      life.carryOut({ kind: 'change', change, authority: 'supervisor', now: life.now });
      continue;
    }
    for (const cycle of life.wake()) {
      const known = around.news.get(cycle) ?? ALL_WELL;
      for (const { afterMs, news: outcome } of known)
        news.push({ at: addMs(life.now, afterMs), cycle, news: outcome });
      news.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
    }
  }
  return { events: life.events, state: life.state, refused: life.refused };
}

/** Of an order that nobody ever placed: paid and shipped on its day. */
const ALL_WELL: readonly News[] = [
  { afterMs: 0, news: { news: 'released' } },
  { afterMs: 0, news: { news: 'captured', amountMinor: 0 } },
];

class Life {
  readonly events: SubscriptionEvent[] = [];
  state: SubscriptionState = subscriptionDecider.initialState();
  refused = 0;
  now: Instant = '';
  private idleAt: Instant | null = null;

  constructor(started: SubscriptionStarted['data']) {
    this.record([{ type: 'subscription.started.v1', data: started }]);
  }

  /** Null when nothing is due, or nothing came of it. */
  dueAt(): Instant | null {
    const due = dueAt(this.state);
    return due === this.idleAt ? null : due;
  }

  /** The cycles that were locked. */
  wake(): number[] {
    const due = dueAt(this.state);
    const events = this.carryOut({ kind: 'wake', now: this.now });
    this.idleAt = events.length === 0 ? due : null;
    return events.flatMap((event) =>
      event.type === 'subscription.cycle-locked.v2' ? [event.data.cycle] : [],
    );
  }

  carryOut(command: SubscriptionCommand): readonly SubscriptionEvent[] {
    try {
      return this.record(subscriptionDecider.decide(command, this.state));
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      this.refused += 1;
      return [];
    }
  }

  private record(events: readonly SubscriptionEvent[]): readonly SubscriptionEvent[] {
    this.state = events.reduce(subscriptionDecider.evolve, this.state);
    this.events.push(...events);
    if (events.length > 0) this.idleAt = null;
    return events;
  }
}

function surroundings(history: readonly ProgramEvent[]): Surroundings {
  const asked: { at: Instant; change: Change }[] = [];
  const news = new Map<number, News[]>();
  const lockedAt = new Map<number, Instant>();
  const standstills: { from: Instant; to: Instant }[] = [];
  const zone = history[0]?.type === 'subscription.started.v1' ? history[0].data.zone : 'UTC';
  let command = '';
  for (const event of history) {
    const { recordedAt: at, commandId } = event.metadata;
    const change = askedAgain(event);
    // One request may leave several facts: it was asked once.
    if (change && commandId !== command) asked.push({ at, change });
    if (change) command = commandId;
    const due = dueOf(event);
    if (due !== undefined) {
      const from = instantAt(due, zone);
      if (msBetween(from, at) > PROMPT_MS) standstills.push({ from, to: at });
    }
    if (event.type === 'subscription.cycle-locked.v2') {
      lockedAt.set(event.data.cycle, at);
      news.set(event.data.cycle, []);
    }
    const told = newsAgain(event);
    const locked = told && lockedAt.get(told.cycle);
    if (told && locked !== undefined)
      news.get(told.cycle)?.push({ afterMs: msBetween(locked, at), news: told.news });
  }
  return { asked, news, standstills };
}

function dueOf(event: ProgramEvent): string | undefined {
  if (event.type === 'subscription.cycle-locked.v2') return event.data.dueOn;
  return event.type === 'subscription.cycles-missed.v1' ? event.data.missed[0]?.on : undefined;
}

function awakeFrom(due: Instant, standstills: Surroundings['standstills']): Instant {
  return standstills.find(({ from, to }) => from <= due && due < to)?.to ?? due;
}

const laterOf = (a: Instant, b: Instant): Instant => (a > b ? a : b);
const msBetween = (from: Instant, to: Instant): number => msFromInstant(to) - msFromInstant(from);
