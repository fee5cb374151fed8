import type { Interval, LocalDate, Zone } from '@continuo/kernel/instant';
import type { AgreedPlan, ShipTo } from './terms';

/** What an agent may ask for; each is one fact in the record, and can be previewed. */
export type Change =
  | { readonly kind: 'interval'; readonly interval: Interval }
  /** For good, or for so many cycles. */
  | { readonly kind: 'price'; readonly unitPriceMinor: number; readonly cycles?: number }
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
  | {
      readonly kind: 'cancel';
      readonly reasonCode: string;
      readonly note?: string;
      /** At once unless given. */
      readonly when?: CancelWhen;
      readonly offers?: readonly SaveOffer[];
    }
  | { readonly kind: 'reactivate'; readonly nextOn?: LocalDate }
  | { readonly kind: 'send-now' }
  | { readonly kind: 'anchor'; readonly on: LocalDate }
  | { readonly kind: 'add-product'; readonly sku: string; readonly quantity: number }
  | { readonly kind: 'remove-product'; readonly sku: string }
  /** Another product instead of a component of a bundle. */
  | {
      readonly kind: 'component';
      /** The bundle, where several ship the component; the program's own product comes first. */
      readonly bundle?: string;
      readonly component: string;
      readonly sku: string;
    }
  | { readonly kind: 'add-on'; readonly sku: string; readonly quantity: number }
  | { readonly kind: 'remove-add-on'; readonly sku: string }
  | {
      readonly kind: 'plan';
      readonly agreed: AgreedPlan;
      readonly interval?: Interval;
      readonly sku?: string;
    }
  | { readonly kind: 'address'; readonly shipTo: ShipTo }
  | { readonly kind: 'hold'; readonly holdReason: string }
  | { readonly kind: 'release' }
  | {
      readonly kind: 'save-offers';
      readonly reasonCode: string;
      readonly offers: readonly SaveOffer[];
    }
  | { readonly kind: 'win-back'; readonly offer?: string; readonly nextOn?: LocalDate }
  | { readonly kind: 'convert-trial'; readonly consentReference: string }
  | { readonly kind: 'end-trial'; readonly reasonCode: string; readonly note?: string }
  | { readonly kind: 'payment-method'; readonly token: string }
  | { readonly kind: 'zone'; readonly zone: Zone };

export type ChangeKind = Change['kind'];

/** At a cycle: it is the last one. After the commitment: with the delivery that meets it. */
export type CancelWhen =
  | { readonly at: 'now' }
  | { readonly at: 'cycle'; readonly cycle: number }
  | { readonly at: 'commitment' };

export interface SaveOffer {
  readonly offer: string;
  readonly taken: boolean;
}

/** What the customer was told before they agreed, word for word, and where that is kept. */
export interface Consent {
  readonly words: string;
  readonly reference: string | null;
}

/** How far the person who asks may go: a customer asks for themself, a supervisor beyond what an agent may. */
export type Authority = 'customer' | 'agent' | 'supervisor';

/** What only a supervisor may decide, and what an agent may decide alone. */
export type Approval =
  | {
      readonly what: 'price';
      readonly fromMinor: number;
      readonly toMinor: number;
      /** The plan's rule; not kept in requests from before plans could say it. */
      readonly limitPercent?: number;
    }
  /** Changes to `cycle` closed on `closedOn`; those to later cycles are open. */
  | { readonly what: 'cut-off'; readonly cycle: number; readonly closedOn: LocalDate }
  /** Cancelling after the commitment needs nobody. */
  | { readonly what: 'commitment'; readonly deliveries: number; readonly committed: number };
