import { instantAt, isLocalDate } from '@continuo/kernel/calendar';
import { type Instant, instantFromMs, msFromInstant, type Zone } from '@continuo/kernel/instant';
import { offsetMsAt } from '@continuo/kernel/zone-offsets';

const TOKENS: Readonly<Record<string, string>> = {
  YYYY: '(?<year>\\d{4})',
  MM: '(?<month>\\d{2})',
  M: '(?<month>\\d{1,2})',
  DD: '(?<day>\\d{2})',
  D: '(?<day>\\d{1,2})',
  HH: '(?<hour>\\d{2})',
  H: '(?<hour>\\d{1,2})',
  mm: '(?<minute>\\d{2})',
  ss: '(?<second>\\d{2})',
};

function compile(format: string): RegExp {
  const pattern = format.replace(/YYYY|MM|M|DD|D|HH|H|mm|ss|[.*+?^${}()|[\]\\]/g, (part) =>
    part in TOKENS ? (TOKENS[part] as string) : `\\${part}`,
  );
  return new RegExp(`^${pattern}$`);
}

/**
 * Reads local times of a zone as instants; undefined for a text that is no such time. Rows of one
 * document follow each other, so the last text read is remembered.
 */
export function timestampReader(
  formats: readonly string[],
  zone: Zone,
): (text: string) => Instant | undefined {
  const patterns = formats.map(compile);
  let lastText = '';
  let lastInstant: Instant | undefined;
  return (text) => {
    if (text === lastText) return lastInstant;
    lastText = text;
    lastInstant = undefined;
    for (const pattern of patterns) {
      const parts = pattern.exec(text)?.groups;
      if (parts) return (lastInstant = instantOf(parts, zone));
    }
    return undefined;
  };
}

const DAY_MS = 86_400_000;

function instantOf(parts: Readonly<Record<string, string>>, zone: Zone): Instant | undefined {
  const two = (text: string | undefined) => (text ?? '').padStart(2, '0');
  const date = `${parts.year}-${two(parts.month)}-${two(parts.day)}`;
  const [hour, minute, second] = [two(parts.hour), two(parts.minute), Number(parts.second ?? 0)];
  if (!isLocalDate(date) || hour > '23' || minute > '59' || second > 59) return undefined;
  const onTheWallMs = msFromInstant(`${date}T${hour}:${minute}:00.000Z`);
  const offsetMs = offsetMsAt(onTheWallMs - DAY_MS, zone);
  const isFarFromChange = offsetMs === offsetMsAt(onTheWallMs + DAY_MS, zone);
  // Around a change of the clocks the calendar decides, which takes its time.
  const wholeMinuteMs = isFarFromChange
    ? onTheWallMs - offsetMs
    : msFromInstant(instantAt(date, zone, `${hour}:${minute}`));
  return instantFromMs(wholeMinuteMs + second * 1000);
}
