import { AggregateRegistry } from '@continuo/event-store/aggregate';
import { categoryOf, idOf } from '@continuo/event-store/event-store';
import { type Instant, addMs } from '@continuo/kernel/instant';
import { aggregates, reconciliation } from '@continuo/payments/definitions';
import type { RecordFacts } from '../verify/facts';

type Matching = ReturnType<typeof reconciliation.matching>;
export type Line = Parameters<Matching['add']>[0];
export type Total = ReturnType<typeof reconciliation.totalsOf>[number];
export type Break = NonNullable<ReturnType<typeof reconciliation.breakOf>>;

type Match = Parameters<typeof reconciliation.breakOf>[0];

/** A line, and when it was first reported; null where the processor is asked just now. */
interface ReportedLine {
  readonly line: Line;
  readonly reportedAt: Instant | null;
}

/** Lines of a processor, from wherever they come. */
export type Lines = AsyncIterable<Line>;

/** A part of time; open where a side is missing. */
export interface Period {
  /** Inclusive. */
  readonly from?: Instant;
  /** Exclusive. */
  readonly until?: Instant;
}

export interface ReconcileOptions {
  /** What the processor says; what the record holds of its reports when absent. */
  readonly lines?: Lines;
  /** Only what has moved at this processor account is missed in its lines. */
  readonly account?: string;
  /**
   * The time that the lines are known to cover, to be asked with {@link widened}. When absent it is
   * what they say themselves, as a report does.
   */
  readonly covered?: Period;
  /** By the clock; time never stands before the last event. */
  readonly now: Instant;
}

export interface ReconcileReport {
  /** Movements on which both agree. */
  readonly agreed: number;
  readonly lines: number;
  /** Of all movements that were looked at. */
  readonly totals: readonly Total[];
  readonly breaks: readonly Break[];
  /** Place of the record that was looked at. */
  readonly position: number;
}

const PAGE = 1000;
const DAY_MS = 86_400_000;

/** Our books may learn of a movement when the processor has long had it: at most five days, and a day. */
const LATE_DAYS = 6;

/** What to ask a processor for, so that everything of a period finds its other side. */
export function widened({ from, until }: Period): Period {
  return {
    ...(from !== undefined && { from: addMs(from, -LATE_DAYS * DAY_MS) }),
    ...(until !== undefined && { until: addMs(until, LATE_DAYS * DAY_MS) }),
  };
}

/**
 * Matches the ledger against a processor's lines. Where every line says when it was settled, only
 * what we moved in that time, or a settlement's days before its end, is missed.
 */
export async function reconcile(
  record: Pick<RecordFacts, 'head' | 'readAll'>,
  { lines, now: clock, account, covered }: ReconcileOptions,
): Promise<ReconcileReport> {
  const position = await record.head();
  const matching = reconciliation.matching();
  const recorded = new Map<string, ReportedLine>();
  const latest = await see(record, position, matching, recorded, account);
  const now = latest > clock ? latest : clock;
  const settled: (Instant | null)[] = [];
  for await (const { line, reportedAt } of lines ? asked(lines) : recorded.values()) {
    matching.add(line, reportedAt);
    if (!covered || within(covered, line.settledAt)) settled.push(line.settledAt);
  }
  const span = lines === undefined || covered ? undefined : spanOf(settled);
  const end = span?.until ?? (covered && widened(covered).until) ?? now;
  const until = end < now ? end : now;
  let agreed = 0;
  const breaks: Break[] = [];
  const looked: Match[] = [];
  for (const match of matching) {
    if (!match.theirs && match.ours && span && outside(match.ours.at, span)) continue;
    if (covered && !within(covered, match.theirs?.settledAt ?? match.ours?.at ?? null)) continue;
    looked.push(match);
    const found = reconciliation.breakOf(match, { until, now });
    if (found) breaks.push(found);
    else agreed += 1;
  }
  breaks.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  const totals = reconciliation.totalsOf(looked);
  return { agreed, lines: settled.length, totals, breaks, position };
}

async function* asked(lines: Lines): AsyncGenerator<ReportedLine> {
  for await (const line of lines) yield { line, reportedAt: null };
}

const keyOf = ({ cause, kind, reference }: Break) => `${cause} ${kind} ${reference}`;

/** Answers when the last event was. */
async function see(
  record: Pick<RecordFacts, 'readAll'>,
  upTo: number,
  matching: Matching,
  lines: Map<string, ReportedLine>,
  account: string | undefined,
): Promise<Instant> {
  const trail = reconciliation.trail();
  const registry = new AggregateRegistry(aggregates);
  const { categories } = reconciliation;
  let latest = '';
  for (let after = 0; after < upTo;) {
    const page = await record.readAll({ after, maxCount: PAGE, categories });
    for (const stored of page.events) {
      if (stored.position > upTo) return latest;
      const event = registry.upcast(stored);
      const at = event.metadata.effectiveAt;
      if (at > latest) latest = at;
      const ours = categoryOf(event.stream) === 'payment';
      const paymentId = ours ? idOf(event.stream) : null;
      const elsewhere =
        account !== undefined &&
        paymentId !== null &&
        trail.follow(paymentId, event as never) !== account;
      if (!elsewhere) matching.see({ id: event.id, at, paymentId, event: event as never });
      if (!ours) lines.set(event.stream, stated(lines.get(event.stream), event.data as Line, at));
    }
    after = page.upTo;
  }
  return latest;
}

/** A line that is reported anew keeps its age, unless it speaks of another movement now. */
function stated(before: ReportedLine | undefined, line: Line, at: Instant): ReportedLine {
  const same = before?.line.kind === line.kind && before.line.reference === line.reference;
  return { line, reportedAt: same ? before.reportedAt : at };
}

/** From the first settled line to the last; undefined when a line does not say. */
function spanOf(settled: readonly (Instant | null)[]) {
  const times = settled.filter((at) => at !== null).sort();
  const [from, until] = [times[0], times.at(-1)];
  if (from === undefined || until === undefined || times.length < settled.length) return undefined;
  return { from, until };
}

/** What nobody says the time of belongs to every period. */
function within({ from, until }: Period, at: Instant | null): boolean {
  if (at === null) return true;
  return (from === undefined || at >= from) && (until === undefined || at < until);
}

function outside(at: Instant, { from, until }: { from: Instant; until: Instant }): boolean {
  return at < from || addMs(at, -reconciliation.settlementDays * DAY_MS) > until;
}
