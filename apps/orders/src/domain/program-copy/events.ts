import type { Interval, LocalDate } from '@continuo/kernel/instant';

/** A continuity program as subscriptions tells of it. */
export interface StartedProgram {
  readonly subscriptionId: string;
  readonly customerId: string;
  readonly orderId: string;
  readonly planId: string;
  readonly sku: string;
  readonly quantity: number;
  readonly interval: Interval;
  readonly unitPriceMinor: number;
  readonly currency: string;
  readonly nextCycleOn: LocalDate;
}

export interface ProgramChange {
  readonly subscriptionId: string;
  readonly customerId: string;
  readonly change: string;
  readonly from: string | null;
  readonly to: string | null;
  readonly nextCycleOn: LocalDate | null;
}

export type ProgramCopyEvent =
  | { readonly type: 'program-copy.started.v1'; readonly data: StartedProgram }
  | { readonly type: 'program-copy.changed.v1'; readonly data: ProgramChange }
  | {
      readonly type: 'program-copy.cancelled.v1';
      readonly data: { readonly subscriptionId: string; readonly reason: string };
    };
