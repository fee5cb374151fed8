import { formatMinor } from '@continuo/kernel/currency';
import type { Break, ReconcileReport, Total } from './reconcile';

/** What a reconciliation has found, line by line: each break, then the sums of each currency. */
export function wordsOf({ agreed, lines, totals, breaks, position }: ReconcileReport): string[] {
  return [
    ...breaks.map(sentenceOf),
    ...totals.map((total) => sumOf(total, breaks)),
    `${agreed} movements agree, ${breaks.length} differ; ${lines} lines, the record up to position ${position}`,
  ];
}

function sentenceOf(found: Break): string {
  const { cause, kind, reference, event, ageDays } = found;
  const by = event
    ? `${event.eventType} of ${event.paymentId}, event ${event.eventId}`
    : 'no event';
  const age = ageDays === null ? 'age unknown' : `${ageDays} days old`;
  const facts = [ledgerOf(found), processorOf(found), ...differencesOf(found)].join(', ');
  return `${cause.padEnd(20)} ${kind} ${reference}: ${facts}; ${by}; ${age}`;
}

const amount = (minor: number, currency: string) => `${formatMinor(minor, currency)} ${currency}`;

function ledgerOf({ ours }: Break): string {
  if (!ours) return 'not in the ledger';
  const { amountMinor, currency, count } = ours;
  return `ledger ${amount(amountMinor, currency)}${count > 1 ? ` in ${count} entries` : ''}`;
}

function processorOf({ theirs }: Break): string {
  if (!theirs) return 'not at the processor';
  const { amountMinor, currency, count, lineId, feeMinor } = theirs;
  const line = count > 1 ? `${count} lines, the last ${lineId}` : `line ${lineId}`;
  return `processor ${amount(amountMinor, currency)} (${line}, fee ${formatMinor(feeMinor, currency)})`;
}

/** By how much, where that does not stand there already. */
function differencesOf({ ours, theirs, differenceMinor, postedFeeMinor }: Break): string[] {
  if (!ours || !theirs) return [];
  const { currency, feeMinor } = theirs;
  const words: string[] = [];
  if (differenceMinor) words.push(`difference ${formatMinor(differenceMinor, currency)}`);
  if (postedFeeMinor !== null && postedFeeMinor !== feeMinor)
    words.push(
      `fee posted ${formatMinor(postedFeeMinor, currency)}, difference ${formatMinor(feeMinor - postedFeeMinor, currency)}`,
    );
  return words;
}

/** Both sides of a currency, and which causes their difference comes from. */
function sumOf(
  { currency, ledgerMinor, processorMinor, differenceMinor }: Total,
  all: readonly Break[],
) {
  const byCause = new Map<string, number>();
  for (const { cause, ours, theirs } of all) {
    const part =
      (theirs?.currency === currency ? theirs.amountMinor : 0) -
      (ours?.currency === currency ? ours.amountMinor : 0);
    byCause.set(cause, (byCause.get(cause) ?? 0) + part);
  }
  const parts = [...byCause].filter(([, minor]) => minor !== 0);
  const causes = parts.map(([cause, minor]) => `${cause} ${formatMinor(minor, currency)}`);
  return (
    `${currency}: ledger ${formatMinor(ledgerMinor, currency)}, processor ${formatMinor(processorMinor, currency)}, ` +
    `difference ${formatMinor(differenceMinor, currency)}${causes.length > 0 ? ` (${causes.join(', ')})` : ''}`
  );
}
