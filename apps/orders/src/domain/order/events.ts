import type { Instant, LocalDate, Zone } from '@continuo/kernel/instant';
import type { Sealed } from '@continuo/kernel/sealed';
import type { DraftLine, Instalment, LineQuantity, PricedLine, Totals } from './line';
import type { ShippingPolicy } from './pricing';

/** Who sold it; all null for sales without a call. */
export interface Sale {
  readonly campaignId: string | null;
  readonly callId: string | null;
  readonly agentId: string | null;
  readonly callCentreId: string | null;
}

/** A postal address; personal data, sealed wherever it is kept. */
export interface Address {
  readonly name: string;
  readonly lines: readonly string[];
  readonly city: string;
  readonly region: string;
  readonly postcode: string;
  readonly country: string;
}

/** As much of the address as decides the tax. */
export interface Destination {
  readonly country: string;
  readonly region: string;
}

/** A sealed address that may have been sealed for another stream (a program's, for its cycles). */
export interface SealedAddress {
  readonly sealed: Sealed<Address>;
  readonly stream: string;
  readonly field: string;
}

export interface PaymentTerms {
  /** Gateway token. */
  readonly token: string;
  /** By telephone, or by the holder of the card on a page; the others are the merchant's doing. */
  readonly initiator: 'moto' | 'online' | 'recurring' | 'instalment';
  readonly networkTransactionId: string | null;
}

/** A payment link, and which of the tokens that were presented to it. */
export interface LinkUse {
  readonly paymentLinkId: string;
  readonly attempt: number;
}

export type Origin =
  | { readonly kind: 'call' }
  | { readonly kind: 'program'; readonly subscriptionId: string; readonly cycle: number };

/** That the customer agreed, word for word, before anything was charged. */
export interface Consent {
  readonly scriptVersion: string;
  /** The disclosures as they were read aloud. */
  readonly words: string;
  readonly recordingReference: string | null;
  readonly givenBy: Sealed<string>;
  readonly givenAt: Instant;
}

export interface Opening {
  readonly orderId: string;
  readonly customerId: string;
  readonly sale: Sale;
  readonly currency: string;
  readonly zone: Zone;
  readonly shipTo: SealedAddress;
  readonly destination: Destination;
  readonly shipping: ShippingPolicy;
}

/** What is agreed on how an order is paid, beyond the card. */
export interface Tender {
  /** Credit that the customer has is used before the card is. */
  readonly useCredit: boolean;
  /** Of the first instalment: charged at once, before goods leave. 0 is none. */
  readonly depositMinor: number;
}

/** All that was agreed when an order was placed: prices are frozen here. */
export interface Placement {
  readonly orderId: string;
  readonly customerId: string;
  readonly origin: Origin;
  readonly sale: Sale;
  readonly currency: string;
  readonly zone: Zone;
  readonly placedOn: LocalDate;
  readonly shipTo: SealedAddress;
  readonly destination: Destination;
  readonly lines: readonly PricedLine[];
  readonly totals: Totals;
  readonly instalments: readonly Instalment[];
  readonly payment: PaymentTerms;
  readonly tender: Tender;
  readonly consent: Consent | null;
}

export interface Authorisation {
  readonly paymentId: string;
  readonly amountMinor: number;
  readonly token: string;
  readonly networkTransactionId: string;
}

export interface Decline {
  readonly paymentId: string;
  readonly instalment: number;
  readonly amountMinor: number;
  readonly decline: 'soft' | 'hard';
  /** The gateway's own code. */
  readonly code: string;
  /** It will not be tried again by itself. */
  readonly final: boolean;
  readonly retryAt: Instant | null;
}

export interface Package {
  readonly shipmentId: string;
  readonly vendorId: string;
  readonly packageId: string;
  readonly lines: readonly LineQuantity[];
  readonly tracking: { readonly carrier: string; readonly number: string };
  readonly shippedAt: Instant;
}

/** The order as fulfilment needs it, so that a release speaks for itself. */
export interface Release {
  readonly orderId: string;
  readonly customerId: string;
  readonly origin: Origin;
  readonly sale: Sale;
  readonly currency: string;
  readonly zone: Zone;
  readonly placedOn: LocalDate;
  readonly shipTo: SealedAddress;
  /** What is still to be shipped. */
  readonly lines: readonly PricedLine[];
  readonly payment: PaymentTerms;
  /** 1 for the first; a release after a vendor's rejection has a higher one. */
  readonly release: number;
}

export interface Cancellation {
  readonly orderId: string;
  readonly customerId: string;
  readonly origin: Origin;
  readonly reason: string;
  /** What will not be shipped any more. */
  readonly lines: readonly LineQuantity[];
}

/** Why a process held an order; people hold it in their own words. */
export const HOLD_PAYMENT_UNKNOWN = 'payment-unknown';
export const HOLD_VENDOR_REJECTED = 'vendor-rejected';

export type OrderEvent =
  | { readonly type: 'order.draft-opened.v1'; readonly data: Opening }
  | { readonly type: 'order.line-added.v1'; readonly data: { readonly line: DraftLine } }
  | { readonly type: 'order.line-removed.v1'; readonly data: { readonly line: DraftLine } }
  | { readonly type: 'order.consent-recorded.v1'; readonly data: Consent }
  | { readonly type: 'order.draft-abandoned.v1'; readonly data: { readonly reason: string } }
  | { readonly type: 'order.placed.v2'; readonly data: Placement }
  /** The goods are to leave on a later day than the charge: until then nobody is asked to ship them. */
  | {
      readonly type: 'order.shipping-scheduled.v1';
      readonly data: { readonly orderId: string; readonly shipOn: LocalDate };
    }
  | {
      readonly type: 'order.payment-retried.v1';
      readonly data: {
        readonly orderId: string;
        readonly fromToken: string;
        readonly payment: PaymentTerms;
      };
    }
  /** A later instalment was declined, when the order had long been paid for otherwise. */
  | {
      readonly type: 'order.instalment-retried.v1';
      readonly data: {
        readonly orderId: string;
        readonly instalment: number;
        readonly fromToken: string;
        readonly payment: PaymentTerms;
      };
    }
  /** The token of what was placed or retried before it came by a payment link, from whoever pays. */
  | {
      readonly type: 'order.payment-link-used.v1';
      readonly data: LinkUse & { readonly orderId: string };
    }
  | { readonly type: 'order.payment-authorised.v1'; readonly data: Authorisation }
  | { readonly type: 'order.payment-declined.v1'; readonly data: Decline }
  | { readonly type: 'order.payment-captured.v1'; readonly data: Capture }
  | { readonly type: 'order.payment-refunded.v1'; readonly data: Refund }
  | {
      readonly type: 'order.held.v1';
      readonly data: { readonly reason: string; readonly detail: string | null };
    }
  | { readonly type: 'order.hold-lifted.v1'; readonly data: { readonly heldFor: string } }
  | { readonly type: 'order.released.v1'; readonly data: Release }
  | { readonly type: 'order.package-shipped.v1'; readonly data: Package }
  | {
      readonly type: 'order.package-delivered.v1';
      readonly data: { readonly packageId: string; readonly deliveredAt: Instant };
    }
  | {
      readonly type: 'order.cancellation-requested.v1';
      readonly data: { readonly orderId: string; readonly reason: string };
    }
  | {
      readonly type: 'order.cancellation-refused.v1';
      readonly data: { readonly shipmentId: string; readonly reason: string };
    }
  | { readonly type: 'order.cancelled.v1'; readonly data: Cancellation };

export interface Capture {
  readonly captureId: string;
  readonly instalment: number;
  readonly amountMinor: number;
}

export interface Refund {
  readonly refundId: string;
  readonly reason: string;
  readonly amountMinor: number;
}
