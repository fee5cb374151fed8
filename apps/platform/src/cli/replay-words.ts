import type { Told } from '@continuo/event-store/history-words';
import type { replay } from '@continuo/subscriptions/definitions';
import { print } from './options';

type ProgramStep = ReturnType<typeof replay.programSteps>[number];
type WhatIf = ReturnType<typeof replay.whatIf>;
type DunningEstimate = ReturnType<typeof replay.estimateDunning>;
type Difference = WhatIf['totals'][number];

/** What stands for an address: it is encrypted, and stays so. */
const hidden = (path: string): boolean => path.startsWith('shipTo');
const shown = (value: unknown): string => String(value ?? '-');

/** One event: who and why, what it says, what it changed, what then lay ahead. */
export function printStep(step: ProgramStep, told: readonly Told[]): void {
  const { revision, metadata, changed, state, schedule } = step;
  const { actor, callId, reason, effectiveAt, recordedAt } = metadata;
  const backDated = effectiveAt === recordedAt ? '' : ` (recorded ${recordedAt})`;
  print(`${revision}  ${effectiveAt}${backDated}  ${step.type}`);
  const call = callId === undefined ? '' : ` on call ${callId}`;
  print(`   by ${actor.kind} ${actor.id}${call}${reason === undefined ? '' : `: ${reason}`}`);
  for (const { field, from, to, cycle } of told)
    print(
      `   ${field}: ${shown(from)} -> ${shown(to)}${cycle === undefined ? '' : ` (cycle ${cycle})`}`,
    );
  for (const { path, from, to } of changed)
    if (!hidden(path)) print(`     ${path}: ${shown(from)} -> ${shown(to)}`);
  const ahead = schedule.filter(({ status }) => status === 'scheduled');
  const next = ahead.map(({ cycle, dueOn }) => `${cycle} on ${dueOn}`).join(', ');
  print(`   now ${state.status}; ahead: ${next || 'nothing'}\n`);
}

/** A table of what differs, and all that has to be known to judge it. */
export function printEstimate(estimate: WhatIf | DunningEstimate): void {
  if ('programs' in estimate) {
    const { programs, replayedAsRecorded, leftOut, refused } = estimate;
    print(`${programs} programs up to ${estimate.until}; ${leftOut} left out`);
    print(`${replayedAsRecorded} of them come out as recorded under their own rule`);
    print(`${refused} changes that were made would have been refused`);
  } else {
    const { declinedCycles, paidByOtherCard, tries, retries } = estimate;
    print(`${declinedCycles} declined cycles, ${paidByOtherCard} of them paid with another card`);
    print('Retries as they were:');
    for (const { afterDays, made, recovered } of tries)
      print(`  ${afterDays} days after: ${made} made, ${recovered} recovered`);
    print('Retries by the other schedule:');
    for (const { after, made, recovered, afterCancellation } of retries)
      print(
        `  ${after} after: ${made} made, ${recovered} recovered, ${afterCancellation} not made after a cancellation`,
      );
  }
  print(row(['', '', 'orders', '', '', 'revenue', '', '', 'churned', '', '']));
  print(row(['', 'cycle', 'was', 'if', 'diff', 'was', 'if', 'diff', 'was', 'if', 'diff']));
  for (const line of [...estimate.cycles, ...estimate.totals]) print(row(cells(line)));
  print('Assumptions:');
  for (const assumption of estimate.assumptions) print(`  ${assumption}`);
}

function cells({ currency, cycle, asItWas, whatIf, difference }: Difference): string[] {
  const sums = (['orders', 'revenueMinor', 'churned'] as const).flatMap((what) => [
    String(asItWas[what]),
    String(whatIf[what]),
    (difference[what] > 0 ? '+' : '') + String(difference[what]),
  ]);
  return [currency, cycle === null ? 'all' : String(cycle), ...sums];
}

const row = (columns: readonly string[]): string =>
  columns.map((column, index) => column.padStart(index === 0 ? 3 : 10)).join(' ');
