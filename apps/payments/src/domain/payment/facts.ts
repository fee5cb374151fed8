import type { Instant, LocalDate, Zone } from '@continuo/kernel/instant';

/** What kind of money movement the gateway is asked for; `raise` holds more under an authorisation. */
export type AttemptKind = 'authorise' | 'raise' | 'capture' | 'charge' | 'refund' | 'release';

/**
 * The customer by telephone (`moto`) or on a page where he types the card himself (`online`); everything
 * else is merchant-initiated on the stored credential.
 */
export type Initiator = 'moto' | 'online' | 'recurring' | 'instalment';

/** Whether the customer is there when a card is charged first. */
export function byCustomer(initiator: Initiator): boolean {
  return initiator === 'moto' || initiator === 'online';
}

export type Decline = 'soft' | 'hard';

export type Origin =
  | { readonly kind: 'call' }
  | { readonly kind: 'program'; readonly subscriptionId: string; readonly cycle: number };

export interface SaleFacts {
  readonly campaignId: string | null;
  readonly callId: string | null;
  readonly agentId: string | null;
  readonly callCentreId: string | null;
}

/** What of an order line money follows from. */
export interface OrderLineFacts {
  readonly lineId: string;
  readonly sku: string;
  readonly quantity: number;
  readonly goodsMinor: number;
  readonly shippingMinor: number;
  readonly taxMinor: number;
  readonly totalMinor: number;
  /** `totalMinor` in one to four instalments; their sum is exact. */
  readonly instalmentsMinor: readonly number[];
}

export interface InstalmentFacts {
  readonly number: number;
  readonly dueOn: LocalDate;
  /** Start of `dueOn` where the order was placed. */
  readonly dueAt: Instant;
  readonly amountMinor: number;
}

export interface OrderFacts {
  readonly orderId: string;
  readonly customerId: string;
  readonly currency: string;
  readonly placedOn: LocalDate;
  readonly zone: Zone;
  readonly origin: Origin;
  readonly sale: SaleFacts;
  readonly lines: readonly OrderLineFacts[];
  readonly instalments: readonly InstalmentFacts[];
}

/** With what is paid: a gateway token, never a card number. */
export interface Method {
  readonly token: string;
  readonly initiator: Initiator;
  /** Of the first transaction on this credential; cited by every later one. */
  readonly networkTransactionId: string | null;
}

export interface LineQuantity {
  readonly lineId: string;
  readonly quantity: number;
}

/** Money of one line, with the parts it consists of. */
export interface LineAmount {
  readonly lineId: string;
  readonly quantity: number;
  /** goods + shipping + tax. */
  readonly amountMinor: number;
  readonly goodsMinor: number;
  readonly shippingMinor: number;
  readonly taxMinor: number;
}
