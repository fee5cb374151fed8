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

const notice = {
  ...payment,
  customer_id: Type.String(),
  campaign_id: nullable(Type.String()),
  instalment: Type.Integer({ minimum: 1 }),
  amount_minor: AmountMinor,
};

export const RETRY_SCHEDULED = defineMessage(
  'payments',
  'retry-scheduled',
  1,
  'A declined charge will be tried again by itself: the customer can be told, and give another card.',
  { ...notice, retry_at: InstantText, tries_left: Type.Integer({ minimum: 0 }) },
);
export type RetryScheduled = DataOf<typeof RETRY_SCHEDULED>;

export const LAST_NOTICE = defineMessage(
  'payments',
  'last-notice',
  1,
  'The next try of a declined charge is the last one.',
  { ...notice, retry_at: InstantText },
);
export type LastNotice = DataOf<typeof LAST_NOTICE>;

export const PAYMENT_GIVEN_UP = defineMessage(
  'payments',
  'payment-given-up',
  1,
  'A declined charge is not tried again by itself: only another card settles it.',
  {
    ...notice,
    because: Type.String(),
    /** What happens to goods: `hold-shipments` or `keep-shipping`; null where no policy decided. */
    when_instalment_fails: nullable(Type.String()),
  },
);
export type PaymentGivenUp = DataOf<typeof PAYMENT_GIVEN_UP>;

export const PAYMENT_PAST_DUE = defineMessage(
  'payments',
  'payment-past-due',
  1,
  'What is owed for goods that have left and could not be collected; zero when it is settled.',
  {
    ...payment,
    customer_id: Type.String(),
    campaign_id: nullable(Type.String()),
    amount_minor: AmountMinor,
    /** When the oldest of it was declined first. */
    since: nullable(InstantText),
  },
);
export type PaymentPastDue = DataOf<typeof PAYMENT_PAST_DUE>;

export const SHIPMENTS_HELD = defineMessage(
  'payments',
  'shipments-held',
  1,
  'A customer owes more than the limits allow: nothing more is to be sent until it is settled.',
  {
    customer_id: Type.String(),
    because: Type.String(),
    payments: Type.Array(
      Type.Object({
        payment_id: Type.String(),
        order_id: Type.String(),
        origin: OrderOrigin,
        currency: CurrencyCode,
        amount_minor: AmountMinor,
        since: InstantText,
      }),
    ),
  },
);
export type ShipmentsHeld = DataOf<typeof SHIPMENTS_HELD>;

export const SHIPMENTS_RELEASED = defineMessage(
  'payments',
  'shipments-released',
  1,
  'What held the shipments of a customer is settled.',
  { customer_id: Type.String() },
);
export type ShipmentsReleased = DataOf<typeof SHIPMENTS_RELEASED>;

export const CARD_UPDATED = defineMessage(
  'payments',
  'card-updated',
  1,
  'A card updater has a result: a new token, a new expiry, or that the account is closed.',
  {
    token: Type.String(),
    result: Type.String(),
    new_token: nullable(Type.String()),
    expires_on: nullable(Type.String({ format: 'date' })),
  },
);
export type CardUpdated = DataOf<typeof CARD_UPDATED>;

const dispute = {
  ...payment,
  dispute_id: Type.String(),
  amount_minor: AmountMinor,
  lines: Type.Array(LineAmount),
};

export const PAYMENT_DISPUTED = defineMessage(
  'payments',
  'payment-disputed',
  1,
  'The card network has taken captured money back until a dispute is decided.',
  dispute,
);
export type PaymentDisputed = DataOf<typeof PAYMENT_DISPUTED>;

export const DISPUTE_WON = defineMessage(
  'payments',
  'dispute-won',
  1,
  'Disputed money came back: commission on it stands as before.',
  dispute,
);
export type DisputeWon = DataOf<typeof DISPUTE_WON>;

export const DISPUTE_LOST = defineMessage(
  'payments',
  'dispute-lost',
  1,
  'Disputed money will not come back, nor will commission on it; without what had been refunded before.',
  dispute,
);
export type DisputeLost = DataOf<typeof DISPUTE_LOST>;

export const DISPUTE_ALERTED = defineMessage(
  'payments',
  'dispute-alerted',
  1,
  'A dispute needs a person: it was opened, or its evidence is due soon.',
  {
    dispute_id: Type.String(),
    payment_id: Type.String(),
    order_id: Type.String(),
    because: Type.String(),
    evidence_due_at: nullable(InstantText),
  },
);
export type DisputeAlerted = DataOf<typeof DISPUTE_ALERTED>;

export const FINANCE_ALERTED = defineMessage(
  'payments',
  'finance-alerted',
  1,
  'Something was asked of money that must not be, or money moved that should not have.',
  {
    alert_id: Type.String(),
    code: Type.String(),
    detail: Type.String(),
    payment_id: nullable(Type.String()),
    amount_minor: nullable(AmountMinor),
    currency: nullable(CurrencyCode),
  },
);
export type FinanceAlerted = DataOf<typeof FINANCE_ALERTED>;
