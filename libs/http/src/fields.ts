import {
  isCountry,
  isCurrency,
  isInstant,
  isLocalDate,
  isPlainObject,
  isZone,
  normaliseInstant,
} from './field-rules';
import { declareField, type FieldOptions, scalarField } from './field-declaration';
import type { Type } from '@nestjs/common';

/** Largest integer that is exact in every place that reads our JSON. */
const MAX_INTEGER = Number.MAX_SAFE_INTEGER;

const MAP_KEY = /^[A-Za-z0-9 ._/-]{1,64}$/;
const PROTOTYPE_KEYS = new Set(['__proto__', 'constructor', 'prototype']);

function textMatching(
  name: string,
  pattern: RegExp,
  max: number,
  detail: string,
  options: FieldOptions,
  schema: object = {},
): PropertyDecorator {
  const test = (value: unknown) =>
    typeof value === 'string' && value.length <= max && pattern.test(value);
  return scalarField(
    { name, test, detail },
    { type: 'string', pattern: pattern.source, maxLength: max, ...schema },
    options,
  );
}

/** Free text; blanks alone are not text. Lengths in UTF-16 units. */
export function TextField(
  options: FieldOptions & { max?: number; min?: number; pattern?: RegExp } = {},
): PropertyDecorator {
  const { max = 200, min = 1, pattern } = options;
  const test = (value: unknown) =>
    typeof value === 'string' &&
    value.length >= min &&
    value.length <= max &&
    (min === 0 || value.trim() !== '') &&
    (pattern === undefined || pattern.test(value));
  const detail = pattern
    ? `Send text of ${min} to ${max} characters that matches ${pattern.source}.`
    : `Send text of ${min} to ${max} characters.`;
  const schema = { type: 'string', minLength: min, maxLength: max, pattern: pattern?.source };
  return scalarField({ name: 'text', test, detail }, schema, options);
}

/** A resource id such as `ord_3f2a...`. */
export function IdField(prefix: string, options: FieldOptions = {}): PropertyDecorator {
  const pattern = new RegExp(`^${prefix}_[A-Za-z0-9_-]{1,80}$`);
  return textMatching('id', pattern, 120, `Send an id that starts with ${prefix}_.`, options);
}

export function SkuField(options: FieldOptions = {}): PropertyDecorator {
  const pattern = /^[A-Za-z0-9](?:[A-Za-z0-9 ._/-]{0,62}[A-Za-z0-9])?$/;
  const detail = 'Send a SKU: 1 to 64 letters, digits, dots, dashes, slashes or inner blanks.';
  return textMatching('sku', pattern, 64, detail, options);
}

export function IntegerField(
  options: FieldOptions & { min?: number; max?: number } = {},
): PropertyDecorator {
  const { min = -MAX_INTEGER, max = MAX_INTEGER } = options;
  const test = (value: unknown) =>
    Number.isSafeInteger(value) && (value as number) >= min && (value as number) <= max;
  const detail = `Send an integer from ${min} to ${max}, without quotes or decimals.`;
  const schema = { type: 'integer', minimum: min, maximum: max };
  return scalarField({ name: 'integer', test, detail }, schema, { coerce: 'integer', ...options });
}

/** Minor units of the currency beside it: cents, yen, fils. */
export function AmountMinorField(
  options: FieldOptions & { min?: number; max?: number } = {},
): PropertyDecorator {
  return IntegerField({ min: 0, example: 4995, ...options });
}

export function QuantityField(options: FieldOptions = {}): PropertyDecorator {
  return IntegerField({ example: 1, ...options, min: 1, max: 100_000 });
}

/** ISO 4217. */
export function CurrencyField(options: FieldOptions = {}): PropertyDecorator {
  const detail = 'Send an ISO 4217 currency code such as USD.';
  const schema = { type: 'string', pattern: '^[A-Z]{3}$' };
  return scalarField({ name: 'currency', test: isCurrency, detail }, schema, {
    example: 'USD',
    ...options,
  });
}

/** RFC 3339 with an offset; arrives in the handler in UTC with milliseconds. */
export function InstantField(options: FieldOptions = {}): PropertyDecorator {
  const detail = 'Send an RFC 3339 instant such as 2026-11-22T09:30:00Z.';
  const schema = { type: 'string', format: 'date-time' };
  return scalarField({ name: 'instant', test: isInstant, detail }, schema, {
    normalise: normaliseInstant,
    ...options,
  });
}

export function LocalDateField(options: FieldOptions = {}): PropertyDecorator {
  const detail = 'Send a calendar date that exists, such as 2026-11-22.';
  const schema = { type: 'string', format: 'date' };
  return scalarField({ name: 'localDate', test: isLocalDate, detail }, schema, options);
}

/** A calendar month, `2026-11`. */
export function MonthField(options: FieldOptions = {}): PropertyDecorator {
  const detail = 'Send a month such as 2026-11.';
  const pattern = /^\d{4}-(?:0[1-9]|1[0-2])$/;
  return textMatching('month', pattern, 7, detail, { example: '2026-11', ...options });
}

/** ISO 8601 duration in one unit: P30D and P1M are different intervals. */
export function IntervalField(options: FieldOptions = {}): PropertyDecorator {
  const detail = 'Send an ISO 8601 duration in days, weeks, months or years, such as P1M.';
  return textMatching('interval', /^P[1-9]\d{0,3}[DWMY]$/, 6, detail, {
    example: 'P1M',
    ...options,
  });
}

/** IANA time zone. */
export function ZoneField(options: FieldOptions = {}): PropertyDecorator {
  const detail = 'Send an IANA time zone such as America/New_York.';
  return scalarField(
    { name: 'zone', test: isZone, detail },
    { type: 'string', maxLength: 64 },
    {
      example: 'America/New_York',
      ...options,
    },
  );
}

/** ISO 3166-1 alpha-2. */
export function CountryField(options: FieldOptions = {}): PropertyDecorator {
  const detail = 'Send an ISO 3166-1 country code such as US.';
  const schema = { type: 'string', pattern: '^[A-Z]{2}$' };
  return scalarField({ name: 'country', test: isCountry, detail }, schema, {
    example: 'US',
    ...options,
  });
}

/** E.164. */
export function PhoneField(options: FieldOptions = {}): PropertyDecorator {
  const detail = 'Send a telephone number in E.164 form such as +12125550123.';
  const pattern = /^\+[1-9]\d{6,14}$/;
  return textMatching('phone', pattern, 16, detail, { example: '+12125550123', ...options });
}

export function EmailField(options: FieldOptions = {}): PropertyDecorator {
  const pattern =
    /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)+$/;
  const detail = 'Send a mail address such as pat@example.com.';
  return textMatching(
    'email',
    pattern,
    254,
    detail,
    { example: 'pat@example.com', ...options },
    { format: 'email' },
  );
}

/** A payment method as the gateway names it; never a card number. */
export function TokenField(options: FieldOptions = {}): PropertyDecorator {
  const pattern = /^pm_[A-Za-z0-9_]{1,200}$/;
  const detail = "Send the gateway's payment token, which starts with pm_; never a card number.";
  return textMatching('token', pattern, 203, detail, { example: 'pm_approved', ...options });
}

export function ChoiceField(
  values: readonly string[],
  options: FieldOptions = {},
): PropertyDecorator {
  const known = new Set<unknown>(values);
  const detail = `Send one of: ${values.join(', ')}.`;
  const rule = { name: 'choice', test: (value: unknown) => known.has(value), detail };
  return scalarField(rule, { type: 'string', enum: [...values] }, options);
}

export function FlagField(options: FieldOptions = {}): PropertyDecorator {
  const test = (value: unknown) => typeof value === 'boolean';
  const rule = { name: 'flag', test, detail: 'Send true or false, without quotes.' };
  return scalarField(rule, { type: 'boolean' }, { coerce: 'flag', ...options });
}

/** A decimal that must stay exact, as a string: `0.0825`. */
export function RateField(options: FieldOptions = {}): PropertyDecorator {
  const pattern = /^(?:0|[1-9]\d{0,5})(?:\.\d{1,10})?$/;
  const detail = 'Send a decimal as a string, such as "0.0825".';
  return textMatching('rate', pattern, 18, detail, { example: '0.0825', ...options });
}

/** Another declared class; `() => Dto`, because it may be declared further down. */
export function NestedField(
  dto: () => Type<unknown>,
  options: FieldOptions = {},
): PropertyDecorator {
  // Swagger knows a lazy type by its name, `type`: a wrapped arrow has it.
  return declareField({ nested: dto, schema: { type: () => dto() }, options });
}

/** Integers by name: prices by currency, quantities by SKU. At most 1,000 entries. */
export function MapField(
  options: FieldOptions & { min?: number; max?: number } = {},
): PropertyDecorator {
  const { min = -MAX_INTEGER, max = MAX_INTEGER } = options;
  const test = (value: unknown) => {
    if (!isPlainObject(value)) return false;
    const entries = Object.entries(value);
    return (
      entries.length <= 1_000 &&
      entries.every(
        ([key, entry]) =>
          MAP_KEY.test(key) &&
          !PROTOTYPE_KEYS.has(key) &&
          Number.isSafeInteger(entry) &&
          (entry as number) >= min &&
          (entry as number) <= max,
      )
    );
  };
  const detail = `Send an object whose values are integers from ${min} to ${max}.`;
  const schema = {
    type: 'object',
    additionalProperties: { type: 'integer', minimum: min, maximum: max },
  };
  return scalarField({ name: 'map', test, detail }, schema, options);
}
