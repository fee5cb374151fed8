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

/**
 * What must be read aloud before a charge for a program: price, interval, next charge date, how to
 * cancel (FTC Telemarketing Sales Rule, 16 CFR 310.3(a)(1)(vii); ROSCA, 15 USC 8403).
 */
export function wordsToRead(
  today: Totals,
  currency: string,
  programs: readonly { readonly terms: ProgramTerms; readonly cycles: readonly PreviewedCycle[] }[],
  depositMinor = 0,
): string {
  const total = `${formatMinor(today.totalMinor, currency)} ${currency}`;
  const sentences = [`Your order comes to ${total}, tax and shipping included.`];
  if (depositMinor > 0) {
    const deposit = `${formatMinor(depositMinor, currency)} ${currency}`;
    sentences.push(
      `We charge ${deposit} of it today as a deposit, before your goods leave, and the rest when they do; what you cancel before then is given back.`,
    );
  }
  for (const { terms, cycles } of programs) {
    const next = cycles[0];
    if (!next) continue;
    const price = `${formatMinor(next.totalMinor, currency)} ${currency}`;
    sentences.push(
      `You join a program: on ${next.dueOn}, and then every ${spokenInterval(terms.interval)}, we ship ` +
        `${terms.quantity} of ${terms.sku} and charge ${price} to the same card, until you cancel.`,
      'You may cancel at any time, by telephone or in writing, as easily as you join, and owe nothing for later shipments.',
    );
  }
  if (programs.length > 0 || depositMinor > 0) sentences.push('Do you agree?');
  return sentences.join(' ');
}
