import { addDays, instantAt, localDateOf } from '@continuo/kernel/calendar';
import type { Instant, LocalDate, Zone } from '@continuo/kernel/instant';
import type { DeclineClass } from './decline-codes';
import type { PolicyTerms } from './policy';

/** The best moment at or after `earliest`: the best hour of the day, and for want of funds a pay day. */
export function bestMoment(
  policy: Pick<PolicyTerms, 'bestHour' | 'payDays' | 'payDayWithinDays'>,
  declineClass: DeclineClass,
  zone: Zone,
  earliest: Instant,
): Instant {
  const first = atBestHour(policy.bestHour, zone, earliest);
  if (declineClass !== 'no-funds') return first;
  const from = localDateOf(first, zone);
  for (let ahead = 0; ahead <= policy.payDayWithinDays; ahead += 1) {
    const date = addDays(from, ahead);
    if (!isPayDay(policy.payDays, date)) continue;
    if (ahead === 0) return first;
    return instantAt(date, zone, hourText(policy.bestHour ?? 0));
  }
  return first;
}

function atBestHour(bestHour: number | null, zone: Zone, earliest: Instant): Instant {
  if (bestHour === null) return earliest;
  const date = localDateOf(earliest, zone);
  const today = instantAt(date, zone, hourText(bestHour));
  return today >= earliest ? today : instantAt(addDays(date, 1), zone, hourText(bestHour));
}

function isPayDay(payDays: readonly number[], date: LocalDate): boolean {
  const day = Number(date.slice(8));
  const lastOfMonth = addDays(date, 1).endsWith('-01');
  return payDays.some((payDay) => payDay === day || (payDay > day && lastOfMonth));
}

function hourText(hour: number): string {
  return `${String(hour).padStart(2, '0')}:00`;
}
