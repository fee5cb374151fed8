import type { Instant } from '@continuo/kernel/instant';
import type {
  CommissionLineFacts,
  LeftOutReason,
  LineOrigin,
  RegisteredSale,
  Settlement,
} from './events';

/** What a capture brought in for a line of the sale. */
export interface AccruedLine extends CommissionLineFacts, LineOrigin {
  readonly earnsAt: Instant;
  readonly earned: boolean;
  /** How much of its measure was refunded since. */
  readonly reversedMeasure: number;
  /** The sum of its reversals, as a positive amount: never above its own. */
  readonly reversedMinor: number;
  /** Its reversals that are not earned yet: they are earned with it. */
  readonly pendingReversals: readonly CommissionLineFacts[];
}

export type Deferred =
  | { readonly type: 'capture'; readonly settlement: Settlement }
  | { readonly type: 'refund'; readonly settlement: Settlement };

export type CommissionState =
  | { readonly status: 'awaiting-sale'; readonly deferred: readonly Deferred[] }
  | { readonly status: 'left-out'; readonly reason: LeftOutReason }
  | {
      readonly status: 'registered';
      readonly sale: RegisteredSale;
      /** In the order in which they accrued. */
      readonly lines: readonly AccruedLine[];
      readonly refundIds: ReadonlySet<string>;
    };

export type RegisteredState = Extract<CommissionState, { status: 'registered' }>;

/** When the next return window closes; null when nothing is pending. */
export function nextEarning(state: CommissionState): Instant | null {
  if (state.status !== 'registered') return null;
  const pending = state.lines.filter((line) => !line.earned).map((line) => line.earnsAt);
  return pending.reduce<Instant | null>((min, at) => (min === null || at < min ? at : min), null);
}
