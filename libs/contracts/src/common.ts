import { type Static, Type } from '@sinclair/typebox';

export const nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Union([schema, Type.Null()]);

export const Id = (prefix: string) => Type.String({ pattern: `^${prefix}_` });
export const AmountMinor = Type.Integer({ description: 'minor units of the currency' });
export const Quantity = Type.Integer({ minimum: 1 });
export const CurrencyCode = Type.String({ pattern: '^[A-Z]{3}$', description: 'ISO 4217' });
export const DateOnly = Type.String({ format: 'date' });
export const InstantText = Type.String({ format: 'date-time' });
export const IntervalText = Type.String({
  description: 'ISO 8601 duration in days, weeks, months or years',
});

/** Who sold it, from which offer: governs commission. All null for sales without a call. */
export const Sale = Type.Object({
  campaign_id: nullable(Type.String()),
  call_id: nullable(Type.String()),
  agent_id: nullable(Type.String()),
  call_centre_id: nullable(Type.String()),
});
export type Sale = Static<typeof Sale>;

/** Where the encrypted ship-to address stands in the record; only who may see it can have it opened. */
export const SealedAddress = Type.Object({
  sealed: Type.String(),
  stream: Type.String(),
  field: Type.String(),
});
export type SealedAddress = Static<typeof SealedAddress>;

/** What a line of an order starts: a continuity program. */
export const ProgramTerms = Type.Object({
  plan_id: Type.String(),
  plan_version: Type.Integer(),
  interval: IntervalText,
  /** Price of one unit in each later cycle. */
  unit_price_minor: AmountMinor,
  /** Sku shipped in each later cycle. */
  sku: Type.String(),
  quantity: Quantity,
});
export type ProgramTerms = Static<typeof ProgramTerms>;

export const SaleKind = Type.Union([
  Type.Literal('main'),
  Type.Literal('upsell'),
  Type.Literal('cross-sell'),
  Type.Literal('continuity'),
]);
export type SaleKind = Static<typeof SaleKind>;

export const OrderLine = Type.Object({
  line_id: Type.String(),
  kind: SaleKind,
  offer_id: nullable(Type.String()),
  sku: Type.String(),
  name: Type.String(),
  quantity: Quantity,
  unit_price_minor: AmountMinor,
  /** quantity x unit price. */
  goods_minor: AmountMinor,
  shipping_minor: AmountMinor,
  tax_minor: AmountMinor,
  /** goods + shipping + tax. */
  total_minor: AmountMinor,
  /** `total_minor` in one to four instalments; their sum is exact. */
  instalments_minor: Type.Array(AmountMinor, { minItems: 1, maxItems: 4 }),
  program: nullable(ProgramTerms),
  /** The bundle that the line is a component of. */
  bundle: Type.Optional(
    Type.Object({ sku: Type.String(), name: Type.String(), quantity: Quantity }),
  ),
});
export type OrderLine = Static<typeof OrderLine>;

export const LineQuantity = Type.Object({
  line_id: Type.String(),
  sku: Type.String(),
  quantity: Quantity,
});
export type LineQuantity = Static<typeof LineQuantity>;

export const LineAmount = Type.Object({
  line_id: Type.String(),
  quantity: Type.Integer({ minimum: 0 }),
  amount_minor: AmountMinor,
  /** The part of `amount_minor` that is goods, without tax and shipping: the basis of commission. */
  goods_minor: AmountMinor,
});
export type LineAmount = Static<typeof LineAmount>;

/** The first charge is `moto`, the customer's own doing; later ones are merchant-initiated. */
export const PaymentTerms = Type.Object({
  token: Type.String({ pattern: '^pm_', description: 'gateway token, never a card number' }),
  initiator: Type.Union([
    Type.Literal('moto'),
    Type.Literal('recurring'),
    Type.Literal('instalment'),
  ]),
  /** By which the customer gave the card, where that was not the telephone. */
  channel: Type.Optional(
    Type.Literal('online', {
      description:
        'the holder typed the card on a page: no telephone order, whatever `initiator` says',
    }),
  ),
  network_transaction_id: nullable(Type.String()),
});
export type PaymentTerms = Static<typeof PaymentTerms>;

/** What an order came from: a call (or another channel), or a cycle of a program. */
export const OrderOrigin = Type.Union([
  Type.Object({ kind: Type.Literal('call') }),
  Type.Object({
    kind: Type.Literal('program'),
    subscription_id: Type.String(),
    cycle: Type.Integer({ minimum: 2 }),
  }),
]);
export type OrderOrigin = Static<typeof OrderOrigin>;

export const Instalment = Type.Object({
  number: Type.Integer({ minimum: 1, maximum: 4 }),
  due_on: DateOnly,
  amount_minor: AmountMinor,
});
export type Instalment = Static<typeof Instalment>;
