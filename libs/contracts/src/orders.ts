import { Type } from '@sinclair/typebox';
import {
  AmountMinor,
  CurrencyCode,
  DateOnly,
  InstantText,
  Instalment,
  LineQuantity,
  OrderLine,
  OrderOrigin,
  PaymentTerms,
  Sale,
  SealedAddress,
} from './common';
import { type DataOf, defineMessage } from './message-type';

export const ORDER_PLACED = defineMessage(
  'orders',
  'order-placed',
  1,
  'An order was placed: the first instalment is to be authorised.',
  {
    order_id: Type.String(),
    customer_id: Type.String(),
    currency: CurrencyCode,
    placed_on: DateOnly,
    zone: Type.String(),
    origin: OrderOrigin,
    sale: Sale,
    lines: Type.Array(OrderLine, { minItems: 1 }),
    goods_minor: AmountMinor,
    shipping_minor: AmountMinor,
    tax_minor: AmountMinor,
    total_minor: AmountMinor,
    instalments: Type.Array(Instalment, { minItems: 1, maxItems: 4 }),
    payment: PaymentTerms,
    /** Whether the customer's credit is used before the card; absent is no. */
    use_credit: Type.Optional(Type.Boolean()),
    /** Of the first instalment: charged at once, before goods leave. */
    deposit_minor: Type.Optional(AmountMinor),
  },
);
export type OrderPlaced = DataOf<typeof ORDER_PLACED>;

export const ORDER_PAYMENT_RETRIED = defineMessage(
  'orders',
  'order-payment-retried',
  1,
  'What was declined of an order, its authorisation or a later instalment, is to be tried with another payment token.',
  { order_id: Type.String(), payment: PaymentTerms },
);
export type OrderPaymentRetried = DataOf<typeof ORDER_PAYMENT_RETRIED>;

export const PAYMENT_LINK_REQUESTED = defineMessage(
  'orders',
  'payment-link-requested',
  1,
  'Whoever pays is to give the card themself, by a page or an IVR. The secret is with whoever asked for the link, and nowhere else.',
  {
    payment_link_id: Type.String(),
    channel: Type.Union([Type.Literal('link'), Type.Literal('ivr')]),
    order_id: Type.String(),
    customer_id: Type.String(),
    sale: Sale,
    currency: CurrencyCode,
    /** What the card is asked for: the first instalment, or what was declined. */
    amount_minor: AmountMinor,
    /** Of the whole order. */
    total_minor: AmountMinor,
    expires_at: InstantText,
  },
);
export type PaymentLinkRequested = DataOf<typeof PAYMENT_LINK_REQUESTED>;

export const ORDER_RELEASED = defineMessage(
  'orders',
  'order-released',
  1,
  'An order is paid for or authorised and nothing holds it: its goods are to be shipped.',
  {
    order_id: Type.String(),
    customer_id: Type.String(),
    currency: CurrencyCode,
    placed_on: DateOnly,
    zone: Type.String(),
    origin: OrderOrigin,
    sale: Sale,
    ship_to: SealedAddress,
    lines: Type.Array(OrderLine, { minItems: 1 }),
    payment: PaymentTerms,
    /** 1 for the first release; a release after a vendor's rejection has a higher one. */
    release: Type.Integer({ minimum: 1 }),
  },
);
export type OrderReleased = DataOf<typeof ORDER_RELEASED>;

export const ORDER_CANCELLATION_REQUESTED = defineMessage(
  'orders',
  'order-cancellation-requested',
  1,
  'A released order is to be cancelled if its goods have not been packed.',
  { order_id: Type.String(), reason: Type.String() },
);
export type OrderCancellationRequested = DataOf<typeof ORDER_CANCELLATION_REQUESTED>;

export const ORDER_CANCELLED = defineMessage(
  'orders',
  'order-cancelled',
  1,
  'An order, or what was left of it, is cancelled: its authorisation is to be released and later instalments not charged.',
  {
    order_id: Type.String(),
    customer_id: Type.String(),
    origin: OrderOrigin,
    reason: Type.String(),
    lines: Type.Array(LineQuantity),
  },
);
export type OrderCancelled = DataOf<typeof ORDER_CANCELLED>;
