import type { Instant, LocalDate } from '@continuo/kernel/instant';
import type {
  Authorisation,
  Capture,
  Consent,
  Decline,
  LinkUse,
  Opening,
  Package,
  PaymentTerms,
  Placement,
  Refund,
} from './events';
import type { LineQuantity, NewLine } from './line';

export type DraftCommand =
  | {
      readonly kind: 'open-draft';
      readonly opening: Opening;
      readonly lines: readonly NewLine[];
      readonly consent: Consent | null;
    }
  | { readonly kind: 'add-line'; readonly line: NewLine }
  | { readonly kind: 'remove-line'; readonly lineId: string }
  | { readonly kind: 'record-consent'; readonly consent: Consent }
  | {
      readonly kind: 'place';
      readonly placement: Placement;
      /** A day after the charge on which the goods are to leave; at once unless given. */
      readonly shipOn?: LocalDate;
      /** By which the payer gave the token. */
      readonly link?: LinkUse;
    };

export type MoneyCommand =
  | {
      readonly kind: 'try-another-token';
      readonly payment: PaymentTerms;
      readonly link?: LinkUse;
    }
  | { readonly kind: 'record-authorisation'; readonly authorisation: Authorisation }
  | { readonly kind: 'record-decline'; readonly decline: Decline }
  | { readonly kind: 'record-unknown' }
  | { readonly kind: 'record-capture'; readonly capture: Capture }
  | { readonly kind: 'record-refund'; readonly refund: Refund };

export type GoodsCommand =
  | { readonly kind: 'hold'; readonly reason: string }
  | { readonly kind: 'release' }
  /** Sent when the ship date has come. */
  | { readonly kind: 'release-due'; readonly now: Instant }
  | { readonly kind: 'cancel'; readonly reason: string }
  | { readonly kind: 'record-package'; readonly package: Package }
  | { readonly kind: 'record-delivery'; readonly packageId: string; readonly deliveredAt: Instant }
  | { readonly kind: 'record-rejection'; readonly shipmentId: string; readonly reason: string }
  | {
      readonly kind: 'record-shipment-cancelled';
      readonly lines: readonly LineQuantity[];
      readonly reason: string;
    }
  | {
      readonly kind: 'record-cancellation-refused';
      readonly shipmentId: string;
      readonly reason: string;
    };

export type OrderCommand = DraftCommand | MoneyCommand | GoodsCommand;
