import { Temporal } from 'temporal-polyfill';
import { DomainError } from './domain-error';
import type { Zone } from './instant';

/** A stretch of time in which a zone's distance from UTC does not change. */
interface Stretch {
  readonly fromMs: number;
  /** Exclusive. */
  readonly untilMs: number;
  readonly offsetMs: number;
}

/** Stretches met so far, the latest met first: an order is nearly always taken in the present one. */
const stretches = new Map<Zone, Stretch[]>();

/**
 * How far a zone's clocks are ahead of UTC at an instant, in milliseconds. Looking a transition up costs
 * about a millisecond; it is done once per zone and stretch. Throws DomainError `bad-zone`.
 */
export function offsetMsAt(epochMs: number, zone: Zone): number {
  let known = stretches.get(zone);
  if (known) {
    for (const stretch of known) {
      if (epochMs >= stretch.fromMs && epochMs < stretch.untilMs) return stretch.offsetMs;
    }
  }
  const found = stretchAt(epochMs, zone);
  if (!known) stretches.set(zone, (known = []));
  known.unshift(found);
  return found.offsetMs;
}

function stretchAt(epochMs: number, zone: Zone): Stretch {
  let here;
  try {
    here = Temporal.Instant.fromEpochMilliseconds(epochMs).toZonedDateTimeISO(zone);
  } catch (cause) {
    throw new DomainError('bad-zone', `'${zone}' is no IANA time zone.`, 'invalid', {
      cause: String(cause),
    });
  }
  // 'previous' is exclusive: asked a millisecond later, it answers the change that happens right here.
  const previous = here.add({ milliseconds: 1 }).getTimeZoneTransition('previous');
  const next = here.getTimeZoneTransition('next');
  return {
    fromMs: previous ? previous.epochMilliseconds : -Infinity,
    untilMs: next ? next.epochMilliseconds : Infinity,
    offsetMs: here.offsetNanoseconds / 1e6,
  };
}
