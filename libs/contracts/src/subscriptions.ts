import { Type } from '@sinclair/typebox';
import {
  AmountMinor,
  CurrencyCode,
  DateOnly,
  IntervalText,
  PaymentTerms,
  Quantity,
  Sale,
  SealedAddress,
  nullable,
} from './common';
import { type DataOf, defineMessage } from './message-type';

/** So many units of a product in each bundle; `weight` is each unit's part of the bundle's price. */
const Component = Type.Object({
  sku: Type.String(),
  name: Type.String(),
  quantity: Quantity,
  weight: Type.Integer({ minimum: 1 }),
});

/** A product that a plan ships, with its price per cycle and unit in each currency. */
export const PlanProduct = Type.Object({
  sku: Type.String(),
  name: Type.String(),
  prices_minor: Type.Record(Type.String(), AmountMinor),
  /** What a bundle ships. */
  components: Type.Optional(Type.Array(Component)),
});

export const PLAN_PUBLISHED = defineMessage(
  'subscriptions',
  'plan-published',
  1,
  'A version of a continuity plan can be sold. Versions are immutable.',
  {
    plan_id: Type.String(),
    version: Type.Integer({ minimum: 1 }),
    name: Type.String(),
    intervals: Type.Array(IntervalText, { minItems: 1 }),
    default_interval: IntervalText,
    /** The first is the standard product, the others are alternates. */
    products: Type.Array(PlanProduct, { minItems: 1 }),
    trial_days: nullable(Type.Integer({ minimum: 1 })),
    tax_category: Type.String(),
    /** Shipping charged with each cycle. */
    shipping_minor: Type.Record(Type.String(), AmountMinor),
    /** The delivery that opens a run pays for all of it; what follows it. */
    prepaid: Type.Optional(
      Type.Object({
        deliveries: Type.Integer({ minimum: 2 }),
        then: Type.Union([Type.Literal('renew'), Type.Literal('end'), Type.Literal('downgrade')]),
      }),
    ),
  },
);
export type PlanPublished = DataOf<typeof PLAN_PUBLISHED>;

const subscription = { subscription_id: Type.String(), customer_id: Type.String() };

export const SUBSCRIPTION_STARTED = defineMessage(
  'subscriptions',
  'subscription-started',
  1,
  'A continuity program has started; cycle 1 was the order that sold it.',
  {
    ...subscription,
    order_id: Type.String(),
    line_id: Type.String(),
    plan_id: Type.String(),
    plan_version: Type.Integer(),
    sku: Type.String(),
    quantity: Quantity,
    interval: IntervalText,
    unit_price_minor: AmountMinor,
    currency: CurrencyCode,
    next_cycle_on: DateOnly,
    sale: Sale,
  },
);
export type SubscriptionStarted = DataOf<typeof SUBSCRIPTION_STARTED>;

export const SUBSCRIPTION_CHANGED = defineMessage(
  'subscriptions',
  'subscription-changed',
  1,
  'Something about a program was changed: what, from what, to what.',
  {
    ...subscription,
    change: Type.Union(
      [
        'interval',
        'price',
        'product',
        'quantity',
        'next-date',
        'skip',
        'unskip',
        'pause',
        'resume',
        'past-due',
        'recovered',
        'held',
        'reactivate',
        'payment-method',
        'missed',
        'expired',
        'terms',
        'trial-started',
        'price-override',
        'product-added',
        'product-removed',
        'add-on',
        'consent',
        'component',
        'plan',
        'address',
        'ending',
        'win-back',
      ].map((name) => Type.Literal(name)),
    ),
    from: nullable(Type.String()),
    to: nullable(Type.String()),
    next_cycle_on: nullable(DateOnly),
    /** Where the consent is kept, of a trial that is converted, and of a `consent`, whose words are in `to`. */
    consent_reference: Type.Optional(Type.String()),
  },
);
export type SubscriptionChanged = DataOf<typeof SUBSCRIPTION_CHANGED>;

export const SUBSCRIPTION_CANCELLED = defineMessage(
  'subscriptions',
  'subscription-cancelled',
  1,
  'A program is cancelled: nothing is charged for it any more.',
  {
    ...subscription,
    reason: Type.String(),
    /** Orders of cycles that were handed over before and have not shipped: they are to be cancelled too. */
    open_orders: Type.Optional(
      Type.Array(Type.Object({ cycle: Type.Integer({ minimum: 2 }), order_id: Type.String() })),
    ),
  },
);
export type SubscriptionCancelled = DataOf<typeof SUBSCRIPTION_CANCELLED>;

export const CYCLE_DUE = defineMessage(
  'subscriptions',
  'cycle-due',
  1,
  'A cycle was locked: exactly one order is to be placed for it, its id derived from program and cycle.',
  {
    ...subscription,
    cycle: Type.Integer({ minimum: 2 }),
    plan_id: Type.String(),
    currency: CurrencyCode,
    zone: Type.String(),
    due_on: DateOnly,
    sku: Type.String(),
    name: Type.String(),
    quantity: Quantity,
    unit_price_minor: AmountMinor,
    shipping_minor: AmountMinor,
    tax_category: Type.String(),
    payment: PaymentTerms,
    ship_to: SealedAddress,
    /** The sale that started the program. */
    sale: Sale,
    /** When the goods are to leave; `due_on` unless given. */
    ship_on: Type.Optional(DateOnly),
    /** `sku` is a bundle: what is to be shipped for it. */
    components: Type.Optional(Type.Array(Component)),
    /** What ships and is charged beside `sku`. */
    lines: Type.Optional(
      Type.Array(
        Type.Object({
          sku: Type.String(),
          name: Type.String(),
          quantity: Quantity,
          unit_price_minor: AmountMinor,
          components: Type.Optional(Type.Array(Component)),
        }),
      ),
    ),
  },
);
export type CycleDue = DataOf<typeof CYCLE_DUE>;

export const NOTICE_DUE = defineMessage(
  'subscriptions',
  'notice-due',
  1,
  'The customer is to be told of a cycle ahead: a trial that ends, another price, a renewal. A mailer consumes it.',
  {
    ...subscription,
    notice: Type.Union([
      Type.Literal('trial-ending'),
      Type.Literal('price-change'),
      Type.Literal('renewal'),
    ]),
    cycle: Type.Integer({ minimum: 2 }),
    due_on: DateOnly,
    /** Goods and shipping of that cycle. */
    total_before_tax_minor: AmountMinor,
    currency: CurrencyCode,
    /** What may be told in words: price, interval, next date, how to cancel. */
    words: Type.String(),
  },
);
export type NoticeDue = DataOf<typeof NOTICE_DUE>;
