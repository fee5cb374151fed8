import type { LocalDate } from '@continuo/kernel/instant';
import type { Anchor, CycleDate } from './terms';

export interface Fact<Type extends string, Data> {
  readonly type: Type;
  readonly data: Data & { readonly customerId: string };
}

/** Read models and messages use event data alone, so what moves the calendar says where it now stands. */
export interface Calendar {
  /** Date of the next charge; null when none is going to happen. */
  readonly nextCycleOn: LocalDate | null;
}

/** The new calendar, and what could not be kept of the old one. */
export interface Recounted extends Calendar {
  readonly anchor: Anchor;
  readonly skips: readonly CycleDate[];
  readonly dates: readonly CycleDate[];
  /** Own dates that would no longer lie between their neighbours. */
  readonly dropped: readonly CycleDate[];
  /** Cycles inside a pause that is on: counting starts after them. */
  readonly passed: readonly CycleDate[];
  readonly nextCycle: number;
}

/** Cycles whose dates lay in the pause are passed by: no order, no charge. */
export interface PassedBy extends Calendar {
  readonly passed: readonly CycleDate[];
  readonly nextCycle: number;
}
