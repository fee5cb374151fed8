import { formatMinor } from '@continuo/kernel/currency';
import type { Interval } from '@continuo/kernel/instant';
import type { ProgramTerms, Totals } from './line';
import type { PrepaidTerm } from '../plan-copy/events';
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
    if (terms.prepaid) {
      sentences.push(...prepaidWords(terms, terms.prepaid, cycles, currency));
      continue;
    }
    const price = `${formatMinor(next.totalMinor, currency)} ${currency}`;
    sentences.push(
      `You join a program: on ${next.dueOn}, and then every ${spokenInterval(terms.interval)}, we ship ` +
        `${terms.quantity} of ${terms.sku} and charge ${price} to the same card, until you cancel.`,
      HOW_TO_CANCEL,
    );
  }
  if (programs.length > 0 || depositMinor > 0) sentences.push('Do you agree?');
  return sentences.join(' ');
}

/** The order pays for several shipments: what is charged with each of them, and what comes after. */
function prepaidWords(
  { interval, quantity, sku }: ProgramTerms,
  { deliveries, then }: PrepaidTerm,
  cycles: readonly PreviewedCycle[],
  currency: string,
): string[] {
  const spoken = (minor: number) => `${formatMinor(minor, currency)} ${currency}`;
  const [next] = cycles;
  const withEach =
    next && next.totalMinor > 0 ? `, each with a charge of ${spoken(next.totalMinor)}` : '';
  const later = cycles.find(({ cycle }) => cycle > deliveries);
  const after =
    then === 'renew'
      ? `the next ${deliveries} shipments are charged at once`
      : 'each shipment is charged as it goes out';
  return [
    `You join a program and pay for ${deliveries} shipments of ${quantity} of ${sku} today: the next goes out on ` +
      `${next?.dueOn}, and then one every ${spokenInterval(interval)}${withEach}.`,
    later
      ? `After them ${after}: on ${later.dueOn} we charge ${spoken(later.totalMinor)} to the same card, and so on until you cancel.`
      : then === 'end'
        ? 'The program ends with the last of them.'
        : `After them ${after}, to the same card, until you cancel.`,
    'You may cancel at any time, by telephone or in writing, as easily as you join.',
  ];
}
