import type { RecordedEvent } from '@continuo/event-store/event-store';
import type { Instant } from '@continuo/kernel/instant';
import { type CycleSums, cyclesOf, type Difference, differences } from './cycle-sums';
import { programEvents } from './program-steps';
import { relive } from './relive';
import { type OtherRule, type PlanVersions, retold } from './rules';

/** Said with every answer: it is an estimate, and what it takes for granted. */
export const ASSUMPTIONS: readonly string[] = [
  'People would have asked for the same changes at the same moments; what the other rule would have refused is counted and left out.',
  'The order of a cycle ends as the order of the same cycle really ended, after the same time; one that never was is paid and shipped on its day.',
  'Nobody would have stayed or left because of the other rule itself.',
  'Revenue is goods and shipping of what shipped, before tax, refunds and disputes; cycle 1, the order that sold the program, is not in it.',
  'A shipment that was paid for in advance counts with its part of the price of the term; what the seller keeps of a term that ends, with the last cycle.',
];

export interface WhatIf {
  readonly estimate: true;
  readonly until: Instant;
  /** Programs that were lived again under both rules. */
  readonly programs: number;
  /** Of these, how many come out exactly as recorded under their own rule: what the estimate can be trusted on. */
  readonly replayedAsRecorded: number;
  /** The other rule says nothing for them. */
  readonly leftOut: number;
  /** Asked for in reality, refused under the other rule. */
  readonly refused: number;
  readonly totals: readonly Difference[];
  readonly cycles: readonly Difference[];
  readonly assumptions: readonly string[];
}

/** Lives programs again under another rule and under their own, and says what differs; a pure function of their events. */
export function whatIf(
  programs: Iterable<readonly RecordedEvent[]>,
  rule: OtherRule,
  plans: PlanVersions,
  until: Instant,
): WhatIf {
  const asItWas: CycleSums[] = [];
  const otherwise: CycleSums[] = [];
  const count = { programs: 0, replayedAsRecorded: 0, leftOut: 0, refused: 0 };
  for (const recorded of programs) {
    const history = programEvents(recorded);
    const [first] = history;
    const start = first?.type === 'subscription.started.v1' ? first.data : undefined;
    const other = start && retold(start, rule, plans);
    if (!other) {
      count.leftOut += 1;
      continue;
    }
    const own = relive(history, until, (data) => data);
    const changed = relive(history, until, () => other);
    count.programs += 1;
    count.refused += Math.max(0, changed.refused - own.refused);
    const lived = cyclesOf(own.events);
    if (isSame(lived, cyclesOf(history))) count.replayedAsRecorded += 1;
    asItWas.push(...lived);
    otherwise.push(...cyclesOf(changed.events));
  }
  const { totals, cycles } = differences(asItWas, otherwise);
  return { estimate: true, until, ...count, totals, cycles, assumptions: ASSUMPTIONS };
}

function isSame(lived: readonly CycleSums[], recorded: readonly CycleSums[]): boolean {
  return JSON.stringify(lived) === JSON.stringify(recorded);
}
