import type { Interval, LocalDate } from '@continuo/kernel/instant';
import type { Approval, Change } from './change';
import type { Calendar, Fact, PassedBy } from './fact';
import type { Anchor, Charge, CycleDate, PaymentMethod, Person, Standing } from './terms';

/** Dates as they were before a change that is undone. */
export type CalendarRestored = Fact<
  'subscription.calendar-restored.v1',
  PassedBy & {
    readonly from: Interval;
    readonly to: Interval;
    readonly fromOn: LocalDate | null;
    readonly anchor: Anchor;
    readonly skips: readonly CycleDate[];
    readonly dates: readonly CycleDate[];
    readonly lastDueOn: LocalDate;
  }
>;

/** A receipt that a customer had told is undone: the trial waits for its goods again. */
export type ReceiptWithdrawn = Fact<
  'subscription.receipt-withdrawn.v1',
  Calendar & {
    readonly receivedOn: LocalDate;
    readonly from: LocalDate;
    /** Counted from the order, until the goods are there. */
    readonly trialEndsOn: LocalDate;
    readonly anchor: Anchor;
  }
>;

export type PaymentMethodRestored = Fact<
  'subscription.payment-method-restored.v1',
  Calendar & { readonly from: PaymentMethod; readonly to: PaymentMethod }
>;

/** The standing it had before a cancellation, pause, hold or the like that is undone. */
export type Reinstated = Fact<
  'subscription.reinstated.v1',
  PassedBy & {
    readonly from: Standing;
    readonly to: Standing;
    readonly trialEndsOn: LocalDate | null;
    readonly lastDueOn: LocalDate;
  }
>;

/** Written after the facts that compensate a change. */
export type ChangeUndone = Fact<
  'subscription.change-undone.v1',
  {
    readonly changeId: string;
    readonly undone: readonly string[];
    /** Cycles handed over under the change, and orders its cancellation stopped: they stay as they are. */
    readonly stays: readonly {
      readonly cycle: number;
      readonly orderId: string;
      readonly status: string;
    }[];
  }
>;

/** An agent asks for what only a supervisor may decide: nothing has changed yet. */
export type ApprovalRequested = Fact<
  'subscription.approval-requested.v2',
  {
    readonly requestId: string;
    readonly changes: readonly Change[];
    readonly approvals: readonly Approval[];
    readonly requestedBy: Person;
    /** What the customer was told it would charge; null in requests from before this was kept. */
    readonly foreseen: readonly Charge[] | null;
  }
>;

/** Followed by the facts of the changes that were asked for. */
export type ApprovalGiven = Fact<
  'subscription.approval-given.v1',
  { readonly requestId: string; readonly requestedBy: Person; readonly approvedBy: Person }
>;

export type ApprovalRefused = Fact<
  'subscription.approval-refused.v1',
  { readonly requestId: string; readonly requestedBy: Person; readonly refusedBy: Person }
>;

/** The customer agreed to what the change of the same request charges, in these words. */
export type ConsentRecorded = Fact<
  'subscription.consent-recorded.v1',
  { readonly words: string; readonly reference: string | null }
>;

export type DecisionFact =
  | CalendarRestored
  | ReceiptWithdrawn
  | PaymentMethodRestored
  | Reinstated
  | ChangeUndone
  | ApprovalRequested
  | ApprovalGiven
  | ApprovalRefused
  | ConsentRecorded;
