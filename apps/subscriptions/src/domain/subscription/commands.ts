import type { Instant, Interval, LocalDate, Zone } from '@continuo/kernel/instant';
import type { SubscriptionStarted } from './events';

/** What an agent may ask for; each is one fact in the record, and can be previewed. */
export type Change =
  | { readonly kind: 'interval'; readonly interval: Interval }
  | { readonly kind: 'price'; readonly unitPriceMinor: number }
  | { readonly kind: 'product'; readonly sku: string }
  | { readonly kind: 'quantity'; readonly quantity: number }
  | {
      readonly kind: 'date';
      readonly on: LocalDate;
      /** The next open cycle when not named. */
      readonly cycle?: number;
      readonly moveFollowing?: boolean;
    }
  | { readonly kind: 'skip'; readonly cycle?: number }
  | { readonly kind: 'unskip'; readonly cycle: number }
  | { readonly kind: 'pause'; readonly until: LocalDate }
  | { readonly kind: 'resume' }
  | { readonly kind: 'cancel'; readonly reasonCode: string; readonly note?: string }
  | { readonly kind: 'reactivate'; readonly nextOn?: LocalDate }
  | { readonly kind: 'payment-method'; readonly token: string }
  | { readonly kind: 'zone'; readonly zone: Zone };

export type ChangeKind = Change['kind'];

/** Whether the person who asks may go beyond what an agent may decide alone. */
export type Authority = 'agent' | 'supervisor';

export interface ChangeCommand {
  readonly kind: 'change';
  readonly change: Change;
  readonly authority: Authority;
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

/** Sent when the stream falls due: locks the cycle of the day, or ends a pause. */
export interface WakeCommand {
  readonly kind: 'wake';
  readonly now: Instant;
}

export interface StartCommand {
  readonly kind: 'start';
  readonly terms: Omit<SubscriptionStarted['data'], 'nextCycleOn' | 'anchor' | 'trialEndsOn'> & {
    readonly trialDays: number | null;
  };
}

export type SubscriptionCommand = StartCommand | WakeCommand | SettleCommand | ChangeCommand;
