import { Type } from '@sinclair/typebox';
import {
  AmountMinor,
  CurrencyCode,
  InstantText,
  LineAmount,
  OrderOrigin,
  nullable,
} from './common';
import { type DataOf, defineMessage } from './message-type';

const payment = {
  payment_id: Type.String(),
  order_id: Type.String(),
  origin: OrderOrigin,
  currency: CurrencyCode,
};

export const PAYMENT_AUTHORISED = defineMessage(
  'payments',
  'payment-authorised',
  1,
  'The first instalment of an order was authorised.',
  {
    ...payment,
    amount_minor: AmountMinor,
    token: Type.String(),
    network_transaction_id: Type.String(),
  },
);
export type PaymentAuthorised = DataOf<typeof PAYMENT_AUTHORISED>;

export const PAYMENT_DECLINED = defineMessage(
  'payments',
  'payment-declined',
  1,
  'A charge was declined. `final` when it will not be tried again by itself.',
  {
    ...payment,
    instalment: Type.Integer({ minimum: 1 }),
    amount_minor: AmountMinor,
    decline: Type.Union([Type.Literal('soft'), Type.Literal('hard')]),
    /** The gateway's own code. */
    code: Type.String(),
    final: Type.Boolean(),
    /** When it is tried again by itself. */
    retry_at: nullable(InstantText),
  },
);
export type PaymentDeclined = DataOf<typeof PAYMENT_DECLINED>;

export const PAYMENT_UNKNOWN = defineMessage(
  'payments',
  'payment-unknown',
  1,
  'The gateway did not answer: nothing new is tried until it has said what became of the charge.',
  { ...payment, amount_minor: AmountMinor },
);
export type PaymentUnknown = DataOf<typeof PAYMENT_UNKNOWN>;

export const PAYMENT_CAPTURED = defineMessage(
  'payments',
  'payment-captured',
  1,
  'Money was taken: for a shipped package, or for a later instalment.',
  {
    ...payment,
    capture_id: Type.String(),
    instalment: Type.Integer({ minimum: 1 }),
    package_id: nullable(Type.String()),
    amount_minor: AmountMinor,
    lines: Type.Array(LineAmount),
    /** What paid, where it was not the card now. */
    paid_by: Type.Optional(Type.Union([Type.Literal('credit'), Type.Literal('deposit')])),
  },
);
export type PaymentCaptured = DataOf<typeof PAYMENT_CAPTURED>;

export const PAYMENT_REFUNDED = defineMessage(
  'payments',
  'payment-refunded',
  1,
  'Captured money was given back.',
  {
    ...payment,
    refund_id: Type.String(),
    amount_minor: AmountMinor,
    reason: Type.String(),
    lines: Type.Array(LineAmount),
    /** It was given back as credit of this customer, not to the card. */
    credited_customer_id: Type.Optional(Type.String()),
  },
);
export type PaymentRefunded = DataOf<typeof PAYMENT_REFUNDED>;

export const AUTHORISATION_RELEASED = defineMessage(
  'payments',
  'authorisation-released',
  1,
  'What was authorised and will not be captured was given free.',
  { ...payment, amount_minor: AmountMinor },
);
export type AuthorisationReleased = DataOf<typeof AUTHORISATION_RELEASED>;

export const CREDIT_RETURNED = defineMessage(
  'payments',
  'credit-returned',
  1,
  'Credit that was set aside for goods is free again: they were cancelled.',
  {
    ...payment,
    customer_id: Type.String(),
    return_id: Type.String(),
    amount_minor: AmountMinor,
  },
);
export type CreditReturned = DataOf<typeof CREDIT_RETURNED>;

const deposit = { ...payment, amount_minor: AmountMinor };

export const DEPOSIT_TAKEN = defineMessage(
  'payments',
  'deposit-taken',
  1,
  'A deposit was charged when its order was placed; it pays for goods when they leave.',
  deposit,
);
export type DepositTaken = DataOf<typeof DEPOSIT_TAKEN>;

export const DEPOSIT_REFUNDED = defineMessage(
  'payments',
  'deposit-refunded',
  1,
  'What of a deposit was for goods that were cancelled went back to the card.',
  { ...deposit, refund_id: Type.String() },
);
export type DepositRefunded = DataOf<typeof DEPOSIT_REFUNDED>;
