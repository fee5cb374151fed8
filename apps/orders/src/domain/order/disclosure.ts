import { formatMinor } from '@continuo/kernel/currency';
import type { Interval } from '@continuo/kernel/instant';
import type { ProgramTerms, Totals } from './line';
import type { PreviewedCycle } from './pricing';

const UNITS: Readonly<Record<string, string>> = { D: 'day', W: 'week', M: 'month', Y: 'year' };

/** `P30D` -> `30 days`, `P1M` -> `month`. */
export function spokenInterval(interval: Interval): string {
  const count = Number(interval.slice(1, -1));
  const unit = UNITS[interval.slice(-1)] ?? 'time';
  return count === 1 ? unit : `${count} ${unit}s`;
}

/** The way to leave a program, in the words that are read aloud. */
export const HOW_TO_CANCEL =
  'You may cancel at any time, by telephone or in writing, as easily as you join, and owe nothing for later shipments.';

/** The way to take back an order without a program. */
export const HOW_TO_CANCEL_AN_ORDER =
  'The order can be cancelled by telephone or in writing until its goods are packed; what was not shipped is not charged.';

/**
 * What must be read aloud before a charge for a program: price, interval, next charge date, how to
 * cancel (FTC Telemarketing Sales Rule, 16 CFR 310.3(a)(1)(vii); ROSCA, 15 USC 8403).
 */
export function wordsToRead(
  today: Totals,
  currency: string,
  programs: readonly { readonly terms: ProgramTerms; readonly cycles: readonly PreviewedCycle[] }[],
): string {
  const total = `${formatMinor(today.totalMinor, currency)} ${currency}`;
  const sentences = [`Your order comes to ${total}, tax and shipping included.`];
  for (const { terms, cycles } of programs) {
    const next = cycles[0];
    if (!next) continue;
    const price = `${formatMinor(next.totalMinor, currency)} ${currency}`;
    sentences.push(
      `You join a program: on ${next.dueOn}, and then every ${spokenInterval(terms.interval)}, we ship ` +
        `${terms.quantity} of ${terms.sku} and charge ${price} to the same card, until you cancel.`,
      HOW_TO_CANCEL,
    );
  }
  if (programs.length > 0) sentences.push('Do you agree?');
  return sentences.join(' ');
}
