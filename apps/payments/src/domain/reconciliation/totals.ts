import type { Match } from './breaks';

/** All movements in one currency, before fees. */
export interface CurrencyTotal {
  readonly currency: string;
  readonly ledgerMinor: number;
  readonly processorMinor: number;
  /** What the processor says beyond what the ledger says. */
  readonly differenceMinor: number;
}

type Side = Pick<NonNullable<Match['ours' | 'theirs']>, 'currency' | 'amountMinor'> | null;

/** What the ledger and the processor say has moved, currency by currency. */
export function totalsOf(
  sides: Iterable<{ readonly ours: Side; readonly theirs: Side }>,
): CurrencyTotal[] {
  const totals = new Map<string, { ledgerMinor: number; processorMinor: number }>();
  const totalIn = (currency: string) => {
    const total = totals.get(currency) ?? { ledgerMinor: 0, processorMinor: 0 };
    totals.set(currency, total);
    return total;
  };
  for (const { ours, theirs } of sides) {
    if (ours) totalIn(ours.currency).ledgerMinor += ours.amountMinor;
    if (theirs) totalIn(theirs.currency).processorMinor += theirs.amountMinor;
  }
  return [...totals]
    .map(([currency, { ledgerMinor, processorMinor }]) => {
      const differenceMinor = processorMinor - ledgerMinor;
      return { currency, ledgerMinor, processorMinor, differenceMinor };
    })
    .sort((a, b) => (a.currency < b.currency ? -1 : 1));
}
