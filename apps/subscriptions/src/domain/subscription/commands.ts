import type { Instant, LocalDate } from '@continuo/kernel/instant';
import type { PlanPolicies } from '../plan/policies';
import type { Authority, Change, Consent } from './change';
import type { SubscriptionEvent, SubscriptionStarted } from './events';
import type { PriceOffer } from './price-move';
import type { StartedSubscription } from './state';
import type { Person } from './terms';

export interface ChangeCommand {
  readonly kind: 'change';
  readonly change: Change;
  readonly authority: Authority;
  readonly consent?: Consent;
  readonly now: Instant;
}

/** Several changes asked for at once: together or not at all. */
export interface ChangesCommand {
  readonly kind: 'changes';
  readonly changes: readonly Change[];
  readonly authority: Authority;
  readonly consent?: Consent;
  readonly now: Instant;
  /** Where the authority does not suffice: wait for a supervisor instead of refusing. */
  readonly askApproval?: { readonly requestId: string; readonly requestedBy: Person };
}

/** A supervisor's answer to what an agent asked for. */
export interface ApprovalCommand {
  readonly kind: 'approve' | 'refuse-approval';
  readonly requestId: string;
  readonly by: Person;
  /** To what approving it would charge now. */
  readonly consent?: Consent;
  readonly now: Instant;
}

/** A change as it was made, and what was changed after it; read from the record. */
export interface MadeChange {
  readonly changeId: string;
  readonly before: StartedSubscription;
  readonly after: StartedSubscription;
  readonly events: readonly SubscriptionEvent[];
  /** Later changes that stand, with their ids. */
  readonly later: readonly {
    readonly changeId: string;
    readonly events: readonly SubscriptionEvent[];
  }[];
  readonly undone: boolean;
  /** When a carrier has told of the receipt, of a change that has told it too. */
  readonly deliveredAt?: Instant;
}

/** Brings about what was before a change, as far as nothing of it was shipped or charged. */
export interface UndoCommand {
  readonly kind: 'undo';
  readonly made: MadeChange;
  /** A price comes back only as far as whoever asks could have agreed it. */
  readonly authority: Authority;
  readonly now: Instant;
}

/** The goods of cycle 1 have arrived. */
export interface ReceiptCommand {
  readonly kind: 'receipt';
  readonly receivedOn: LocalDate;
  readonly now: Instant;
}

/** The same as the customer tells it, where no carrier has. */
export interface ConfirmReceiptCommand {
  readonly kind: 'confirm-receipt';
  readonly receivedOn: LocalDate;
  readonly now: Instant;
}

/** What became of a cycle's order, as the other services report it. */
export type CycleNews =
  | {
      readonly news: 'authorised';
      readonly amountMinor: number;
      readonly token: string;
      readonly networkTransactionId: string;
    }
  | {
      readonly news: 'declined';
      readonly decline: 'soft' | 'hard';
      readonly code: string;
      readonly final: boolean;
      readonly retryAt: Instant | null;
    }
  | { readonly news: 'unknown' }
  | { readonly news: 'released' }
  | { readonly news: 'captured'; readonly amountMinor: number }
  | { readonly news: 'cancelled'; readonly reason: string };

export interface SettleCommand {
  readonly kind: 'settle';
  readonly cycle: number;
  readonly outcome: CycleNews;
}

/** Finance says what became of the order that sold a prepaid program, where its news was not heard. */
export interface SettleTermCommand {
  readonly kind: 'settle-term';
  readonly outcome: 'captured' | 'cancelled';
}

/** Sent when the stream falls due: locks the cycle of the day, or ends a pause. */
export interface WakeCommand {
  readonly kind: 'wake';
  readonly now: Instant;
}

export interface StartCommand {
  readonly kind: 'start';
  readonly terms: Omit<SubscriptionStarted['data'], 'nextCycleOn' | 'anchor' | 'trialEndsOn'> & {
    readonly trialDays: number | null;
    /** Left out where the plan has none beyond its products and intervals. */
    readonly policies?: PlanPolicies;
    /** What the order charges for the line that sold it, without tax and shipping. */
    readonly soldForMinor?: number;
  };
}

/** A roll-out tells the customer of the prices of a later version of the plan. */
export interface AnnouncePriceCommand {
  readonly kind: 'announce-price';
  readonly offer: PriceOffer;
  readonly now: Instant;
}

/** The roll-out was stopped before the program was moved. */
export interface WithdrawPriceCommand {
  readonly kind: 'withdraw-price';
  readonly rolloutId: string;
}

/** The network has given a card another token. */
export interface UpdateCardCommand {
  readonly kind: 'update-card';
  readonly from: string;
  readonly to: string;
}

export type SubscriptionCommand =
  | StartCommand
  | WakeCommand
  | SettleCommand
  | SettleTermCommand
  | ReceiptCommand
  | ConfirmReceiptCommand
  | AnnouncePriceCommand
  | WithdrawPriceCommand
  | UpdateCardCommand
  | ChangeCommand
  | ChangesCommand
  | ApprovalCommand
  | UndoCommand;
