import { daysBetween } from '@continuo/kernel/calendar';
import { DomainError } from '@continuo/kernel/domain-error';
import { addMs, type Instant, msFromInstant } from '@continuo/kernel/instant';
import type {
  CycleNews,
  StartCommand,
  SubscriptionCommand,
} from '../../domain/subscription/commands';
import { subscriptionDecider } from '../../domain/subscription/decider';
import { dueAt } from '../../domain/subscription/due';
import type { SubscriptionEvent, SubscriptionStarted } from '../../domain/subscription/events';
import { madeChange, type Request } from '../../domain/subscription/made-change';
import type { SubscriptionState } from '../../domain/subscription/state';
import { type Asked, askedAgain } from './asked-again';
import { consentedAgain } from './consent-again';
import { newsAgain } from './news-again';
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
  readonly order: number;
  readonly news: CycleNews;
}

/** Something that reaches a program from outside; `order` settles what comes first at one instant. */
type Occurrence = { readonly at: Instant; readonly order: number } & (
  | { readonly asked: Asked; readonly changeId: string }
  | { readonly cycle: number; readonly news: CycleNews }
);

/** What happened to a program from outside: what was asked of it, what became of its orders, when nothing was running. */
interface Surroundings {
  readonly asked: readonly Occurrence[];
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
  const requests = requestsOf(history);
  const [start] = requests;
  if (!start) throw new Error('a program begins with its start');
  const around = surroundings(requests);
  const life = new Life(startAgain(start.events, retold), start.at);
  const outside = [...around.asked];
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const due = life.dueAt();
    const wakeAt = due && laterOf(awakeFrom(due, around.standstills), life.now);
    const [next] = outside;
    const wakes = wakeAt !== null && (!next || wakeAt <= next.at);
    const at = wakes ? wakeAt : next?.at;
    if (at === undefined || at > until) break;
    life.now = laterOf(at, life.now);
    if (!wakes) {
      life.meets(outside.shift()!);
      continue;
    }
    for (const cycle of life.wake()) {
      for (const { afterMs, order, news } of around.news.get(cycle) ?? ALL_WELL)
        outside.push({ at: addMs(life.now, afterMs), order, cycle, news });
      outside.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.order - b.order));
    }
  }
  return { events: life.events, state: life.state, refused: life.refused };
}

/** Of an order that nobody ever placed: paid and shipped on its day. */
const ALL_WELL: readonly News[] = [
  { afterMs: 0, order: 0, news: { news: 'released' } },
  { afterMs: 0, order: 0, news: { news: 'captured', amountMinor: 0 } },
];

/** The start as it was commanded: its facts follow from it, terms and first dates among them. */
function startAgain(events: readonly ProgramEvent[], retold: Retold): StartCommand {
  const [first] = events;
  if (first?.type !== 'subscription.started.v1') throw new Error('a program begins with its start');
  const { nextCycleOn: _, anchor: __, trialEndsOn, ...terms } = retold(first.data);
  const trialDays = trialEndsOn === null ? null : daysBetween(terms.startedOn, trialEndsOn);
  const agreed = events.find((event) => event.type === 'subscription.terms-agreed.v1');
  const policies = agreed?.data.policies;
  const soldForMinor = events.find((event) => event.type === 'subscription.prepaid-run-opened.v1')
    ?.data.goodsMinor;
  return { kind: 'start', terms: { ...terms, trialDays, policies, soldForMinor } };
}

class Life {
  readonly requests: Request[] = [];
  state: SubscriptionState = subscriptionDecider.initialState();
  refused = 0;
  private idleAt: Instant | null = null;

  constructor(
    start: StartCommand,
    public now: Instant,
  ) {
    this.carryOut('start', () => start);
  }

  get events(): readonly SubscriptionEvent[] {
    return this.requests.flatMap(({ events }) => events);
  }

  /** Null when nothing is due, or nothing came of it. */
  dueAt(): Instant | null {
    const due = dueAt(this.state);
    return due === this.idleAt ? null : due;
  }

  /** The cycles that were locked. */
  wake(): number[] {
    const due = dueAt(this.state);
    const events = this.carryOut(`wake ${this.requests.length}`, () => ({
      kind: 'wake',
      now: this.now,
    }));
    this.idleAt = events.length === 0 ? due : null;
    return events.flatMap((event) =>
      event.type === 'subscription.cycle-locked.v2' ? [event.data.cycle] : [],
    );
  }

  meets(occurrence: Occurrence): void {
    if ('asked' in occurrence) {
      this.carryOut(occurrence.changeId, () => this.commandFor(occurrence.asked));
    } else {
      const { cycle, news: outcome } = occurrence;
      this.carryOut(`news ${this.requests.length}`, () => ({ kind: 'settle', cycle, outcome }));
    }
  }

  private commandFor(asked: Asked): SubscriptionCommand {
    const { now } = this;
    switch (asked.kind) {
      case 'changes':
        return consentedAgain(this.state, { ...asked, authority: 'supervisor', now });
      case 'approve':
        return consentedAgain(this.state, { ...asked, kind: 'approve', now });
      case 'ask-approval': {
        const { requestId, requestedBy, ...rest } = asked;
        const again = { ...rest, kind: 'changes', authority: 'agent', now } as const;
        return consentedAgain(this.state, { ...again, askApproval: { requestId, requestedBy } });
      }
      case 'undo': {
        const made = madeChange(this.requests, asked.changeId);
        return { kind: 'undo', made, authority: 'supervisor', now };
      }
      case 'update-card':
      case 'withdraw-price':
        return asked;
      default:
        return { ...asked, now };
    }
  }

  private carryOut(
    changeId: string,
    commandFor: () => SubscriptionCommand,
  ): readonly SubscriptionEvent[] {
    try {
      const events = subscriptionDecider.decide(commandFor(), this.state);
      this.state = events.reduce(subscriptionDecider.evolve, this.state);
      if (events.length === 0) return events;
      this.requests.push({ changeId, events });
      this.idleAt = null;
      return events;
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      this.refused += 1;
      return [];
    }
  }
}

interface RecordedRequest {
  readonly changeId: string;
  readonly at: Instant;
  readonly order: number;
  readonly events: readonly ProgramEvent[];
}

/** Events that one command left, one request each; the first is the start. */
function requestsOf(history: readonly ProgramEvent[]): RecordedRequest[] {
  const requests: (RecordedRequest & { readonly events: ProgramEvent[] })[] = [];
  for (const event of history) {
    const { commandId: changeId, recordedAt: at } = event.metadata;
    const last = requests.at(-1);
    if (last?.changeId === changeId) last.events.push(event);
    else requests.push({ changeId, at, order: event.revision, events: [event] });
  }
  return requests;
}

function surroundings(requests: readonly RecordedRequest[]): Surroundings {
  const asked: Occurrence[] = [];
  const news = new Map<number, News[]>();
  const lockedAt = new Map<number, Instant>();
  const standstills: { from: Instant; to: Instant }[] = [];
  let state = subscriptionDecider.initialState();
  let before = requests[0]?.at ?? '';
  for (const { changeId, at, order, events } of requests) {
    const request = askedAgain(events);
    if (request) asked.push({ at, order, asked: request, changeId });
    const told = events.flatMap((event) => newsAgain(event) ?? []);
    const due = dueAt(state);
    const woken = !request && told.length === 0 && due !== null;
    const from = woken ? laterOf(due, before) : at;
    if (msBetween(from, at) > PROMPT_MS) standstills.push({ from, to: at });
    before = at;
    for (const event of events) {
      if (event.type !== 'subscription.cycle-locked.v2') continue;
      lockedAt.set(event.data.cycle, at);
      news.set(event.data.cycle, []);
    }
    for (const { cycle, news: outcome } of told) {
      if (cycle === 1) asked.push({ at, order, cycle, news: outcome });
      const locked = lockedAt.get(cycle);
      if (locked !== undefined)
        news.get(cycle)?.push({ afterMs: msBetween(locked, at), order, news: outcome });
    }
    state = events.reduce(subscriptionDecider.evolve, state);
  }
  return { asked, news, standstills };
}

function awakeFrom(due: Instant, standstills: Surroundings['standstills']): Instant {
  return standstills.find(({ from, to }) => from <= due && due < to)?.to ?? due;
}

const laterOf = (a: Instant, b: Instant): Instant => (a > b ? a : b);
const msBetween = (from: Instant, to: Instant): number => msFromInstant(to) - msFromInstant(from);
