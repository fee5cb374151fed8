import {
  AmountMinorField,
  ChoiceField,
  CountryField,
  CurrencyField,
  EmailField,
  FlagField,
  IdField,
  InstantField,
  NestedField,
  PhoneField,
  QuantityField,
  SkuField,
  TextField,
  TokenField,
} from '@continuo/http/fields';

/** An order as a call centre sends it, for figures of what validating one costs. */
class NoopAddress {
  @TextField()
  line1!: string;

  @TextField({ optional: true })
  line2?: string;

  @TextField()
  city!: string;

  @TextField()
  region!: string;

  @TextField({ max: 20 })
  postal_code!: string;

  @CountryField()
  country!: string;
}

class NoopCustomer {
  @TextField()
  given_name!: string;

  @TextField()
  family_name!: string;

  @EmailField()
  email!: string;

  @PhoneField()
  phone!: string;
}

class NoopLine {
  @IdField('off')
  offer_id!: string;

  @SkuField()
  sku!: string;

  @QuantityField()
  quantity!: number;

  @AmountMinorField()
  unit_price_minor!: number;

  @ChoiceField(['main', 'upsell', 'cross-sell'])
  kind!: string;
}

class NoopConsent {
  @TextField()
  script_version!: string;

  @TextField({ max: 2_000 })
  words!: string;

  @InstantField()
  given_at!: string;

  @FlagField()
  recorded!: boolean;
}

class NoopPayment {
  @TokenField()
  token!: string;

  @AmountMinorField()
  amount_minor!: number;
}

export class NoopOrder {
  @IdField('cmp')
  campaign_id!: string;

  @CurrencyField()
  currency!: string;

  @NestedField(() => NoopCustomer)
  customer!: NoopCustomer;

  @NestedField(() => NoopAddress)
  ship_to!: NoopAddress;

  @NestedField(() => NoopLine, { array: { min: 1, max: 50 } })
  lines!: NoopLine[];

  @NestedField(() => NoopConsent)
  consent!: NoopConsent;

  @NestedField(() => NoopPayment)
  payment!: NoopPayment;
}

const line = (sku: string, kind: string) => ({
  offer_id: 'off_glow_main',
  sku,
  quantity: 2,
  unit_price_minor: 4_995,
  kind,
});

export const EXAMPLE = {
  campaign_id: 'cmp_glow_tv_spring',
  currency: 'USD',
  customer: {
    given_name: 'Patricia',
    family_name: 'Doe',
    email: 'patricia.doe@example.com',
    phone: '+12125550123',
  },
  ship_to: {
    line1: '1600 Main Street',
    line2: 'Apartment 5',
    city: 'Springfield',
    region: 'IL',
    postal_code: '62701',
    country: 'US',
  },
  lines: [line('GLOW-30', 'main'), line('GLOW-BRUSH', 'upsell'), line('GLOW-MASK', 'cross-sell')],
  consent: {
    script_version: 'glow-3',
    words: 'Yes, please send it each month and charge my card until I call you.',
    given_at: '2026-11-22T09:30:00Z',
    recorded: true,
  },
  payment: { token: 'pm_approved', amount_minor: 29_970 },
};

const text = (maxLength = 200) => ({ type: 'string', minLength: 1, maxLength });
const matching = (pattern: string, maxLength: number) => ({ type: 'string', pattern, maxLength });
const amount = { type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER };
const object = (properties: Record<string, object>, optional: readonly string[] = []) => ({
  type: 'object',
  additionalProperties: false,
  required: Object.keys(properties).filter((name) => !optional.includes(name)),
  properties,
});

/** The same shape as a JSON Schema, for the bound. */
export const ORDER_SCHEMA = object({
  campaign_id: matching('^cmp_[A-Za-z0-9_-]{1,80}$', 120),
  currency: matching('^[A-Z]{3}$', 3),
  customer: object({
    given_name: text(),
    family_name: text(),
    email: { type: 'string', format: 'email', maxLength: 254 },
    phone: matching('^\\+[1-9]\\d{6,14}$', 16),
  }),
  ship_to: object(
    {
      line1: text(),
      line2: text(),
      city: text(),
      region: text(),
      postal_code: text(20),
      country: matching('^[A-Z]{2}$', 2),
    },
    ['line2'],
  ),
  lines: {
    type: 'array',
    minItems: 1,
    maxItems: 50,
    items: object({
      offer_id: matching('^off_[A-Za-z0-9_-]{1,80}$', 120),
      sku: matching('^[A-Za-z0-9](?:[A-Za-z0-9 ._/-]{0,62}[A-Za-z0-9])?$', 64),
      quantity: { type: 'integer', minimum: 1, maximum: 100_000 },
      unit_price_minor: amount,
      kind: { type: 'string', enum: ['main', 'upsell', 'cross-sell'] },
    }),
  },
  consent: object({
    script_version: text(),
    words: text(2_000),
    given_at: { type: 'string', format: 'date-time' },
    recorded: { type: 'boolean' },
  }),
  payment: object({ token: matching('^pm_[A-Za-z0-9_]{1,200}$', 203), amount_minor: amount }),
});
