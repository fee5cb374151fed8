import type { Actor } from '@continuo/kernel/actor';
import type { Instant, Interval, LocalDate } from '@continuo/kernel/instant';

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

/** Who did it at subscriptions, on which call, by which script, and when it was recorded there. */
export interface Doing {
  readonly actor: Actor;
  readonly callId: string | null;
  readonly scriptVersion: string | null;
  readonly at: Instant;
}

export interface ProgramChange {
  readonly subscriptionId: string;
  readonly customerId: string;
  readonly change: string;
  readonly from: string | null;
  readonly to: string | null;
  readonly nextCycleOn: LocalDate | null;
  /** Where the consent to it is kept, of a trial that is converted. */
  readonly consentReference: string | null;
  /** Null of what was learnt before a copy kept it. */
  readonly doing: Doing | null;
}

/** What the customer was to be told of a cycle ahead, word for word. */
export interface ProgramNotice {
  readonly subscriptionId: string;
  readonly notice: string;
  readonly cycle: number;
  readonly dueOn: LocalDate;
  readonly totalBeforeTaxMinor: number;
  readonly currency: string;
  readonly words: string;
  /** When it was given to whoever sends it. */
  readonly at: Instant;
}

export interface ProgramCancellation {
  readonly subscriptionId: string;
  readonly reason: string;
  readonly doing: Doing | null;
}

export type ProgramCopyEvent =
  | { readonly type: 'program-copy.started.v1'; readonly data: StartedProgram }
  | { readonly type: 'program-copy.changed.v2'; readonly data: ProgramChange }
  | { readonly type: 'program-copy.notice-due.v1'; readonly data: ProgramNotice }
  | { readonly type: 'program-copy.cancelled.v2'; readonly data: ProgramCancellation };
