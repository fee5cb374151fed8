import { invalid } from '@continuo/kernel/domain-error';
import type { Tender } from './events';
import type { Instalment } from './line';

/** The tender that is asked for, checked against what is due first. `at` is the JSON pointer of the deposit. */
export function tenderOf(
  { useCredit, depositMinor }: Tender,
  instalments: readonly Instalment[],
  at: string,
): Tender {
  refuseHighDeposit(depositMinor, instalments, at);
  return { useCredit, depositMinor };
}

/** Throws `deposit-too-high` for more than what is due first. */
export function refuseHighDeposit(
  depositMinor: number,
  instalments: readonly Instalment[],
  at: string,
): void {
  const firstMinor = instalments[0]?.amountMinor ?? 0;
  if (depositMinor <= firstMinor) return;
  const detail = `A deposit is at most the first instalment, which is ${firstMinor}.`;
  throw invalid('deposit-too-high', at, detail);
}
