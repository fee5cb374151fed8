import type { Type } from '@nestjs/common';
import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { Type as NestedType } from 'class-transformer';
import { ValidateBy, ValidateIf, ValidateNested } from 'class-validator';
import type { FieldRule } from './field-rules';

/** What every field decorator takes. */
export interface FieldOptions {
  /** May be left out. */
  readonly optional?: boolean;
  /** May be null. */
  readonly nullable?: boolean;
  /** A list of such values; 0 to 200 of them unless bounds are given. */
  readonly array?: true | { readonly min?: number; readonly max?: number };
  readonly example?: unknown;
  readonly description?: string;
}

/** What only the decorators of this library say: how a query string or a spelling becomes the value. */
export interface FieldConversion {
  readonly coerce?: 'integer' | 'flag';
  /** Called on valid values only. */
  readonly normalise?: (value: string) => string;
}

interface Declaration {
  readonly rule?: FieldRule;
  readonly nested?: () => Type<unknown>;
  readonly schema: object;
  readonly options: FieldOptions & FieldConversion;
}

/** What happens to a value before and after its checks; undefined where nothing does. */
export interface Converted {
  readonly before: ((value: unknown) => unknown) | undefined;
  readonly after: ((value: unknown) => unknown) | undefined;
}

interface DeclaredConversion extends FieldConversion {
  readonly array: boolean;
  readonly nested: (() => Type<unknown>) | undefined;
}

const DEFAULT_MAX_ITEMS = 200;
const INTEGER_TEXT = /^-?\d{1,16}$/;
const conversions = new WeakMap<object, Map<string, DeclaredConversion>>();

/** How a property of a class (or of its parents) is converted. */
export function conversionOf(
  dto: Type<unknown>,
  property: string,
  source: 'body' | 'query',
): Converted | undefined {
  const declared = declaredConversion(dto, property);
  if (!declared) return undefined;
  const { normalise, array } = declared;
  const before = source === 'query' ? fromText(declared) : undefined;
  const each = (value: unknown) =>
    typeof value === 'string' && normalise ? normalise(value) : value;
  const after =
    normalise &&
    ((value: unknown) => (array && Array.isArray(value) ? value.map(each) : each(value)));
  return before || after ? { before, after } : undefined;
}

/** The class that a nested property holds. */
export function nestedTypeOf(
  dto: Type<unknown>,
  property: string,
): (() => Type<unknown>) | undefined {
  return declaredConversion(dto, property)?.nested;
}

function declaredConversion(dto: Type<unknown>, property: string): DeclaredConversion | undefined {
  let at = dto.prototype as object | null;
  for (; at; at = Object.getPrototypeOf(at) as object | null) {
    const found = conversions.get(at)?.get(property);
    if (found) return found;
  }
  return undefined;
}

/** A query string knows text only, and a list of one looks like a single value. */
function fromText({ coerce, array }: DeclaredConversion): Converted['before'] {
  const one = (value: unknown) => {
    if (coerce === 'integer' && typeof value === 'string' && INTEGER_TEXT.test(value))
      return Number(value);
    if (coerce === 'flag' && (value === 'true' || value === 'false')) return value === 'true';
    return value;
  };
  if (array)
    return (value) =>
      value === undefined ? value : (Array.isArray(value) ? value : [value]).map(one);
  return coerce && one;
}

/** The rule that one of our decorators left in class-validator's metadata. */
export function ruleOf(constraints: readonly unknown[] | undefined): FieldRule | undefined {
  const [first] = constraints ?? [];
  return first instanceof KeptRule ? first.rule : undefined;
}

class KeptRule {
  constructor(readonly rule: FieldRule) {}
}

/** A rule as class-validator knows it, so that its own `validate` sees what the compiled validator sees. */
function ruleDecorator(rule: FieldRule, each: boolean): PropertyDecorator {
  return ValidateBy(
    {
      name: rule.name,
      constraints: [new KeptRule(rule)],
      validator: { validate: (value) => rule.test(value), defaultMessage: () => rule.detail },
    },
    { each },
  );
}

function arrayRule(min: number, max: number): FieldRule {
  return {
    name: 'list',
    test: (value) => Array.isArray(value) && value.length >= min && value.length <= max,
    detail: `Send a list of ${min} to ${max} items.`,
  };
}

const objectRule: FieldRule = {
  name: 'object',
  test: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  detail: 'Send an object.',
};

/** One declaration: class-validator's decorators, the OpenAPI property, and our conversions. */
export function declareField({ rule, nested, schema, options }: Declaration): PropertyDecorator {
  const { optional = false, nullable = false, array } = options;
  const bounds = array === true ? {} : array;
  const { min = 0, max = DEFAULT_MAX_ITEMS } = bounds ?? {};
  const decorators: PropertyDecorator[] = [];
  if (optional) decorators.push(ValidateIf((_, value) => value !== undefined));
  if (nullable) decorators.push(ValidateIf((_, value) => value !== null));
  if (array) decorators.push(ruleDecorator(arrayRule(min, max), false));
  if (rule) decorators.push(ruleDecorator(rule, array !== undefined));
  if (nested) {
    decorators.push(ruleDecorator(objectRule, array !== undefined));
    decorators.push(ValidateNested({ each: array !== undefined }), NestedType(nested));
  }
  const api = {
    ...schema,
    required: !optional,
    ...(nullable ? { nullable: true } : {}),
    ...(array ? { isArray: true, minItems: min, maxItems: max } : {}),
    ...(options.example === undefined ? {} : { example: options.example }),
    ...(options.description === undefined ? {} : { description: options.description }),
  };
  decorators.push(ApiProperty(api as ApiPropertyOptions));
  return (target, property) => {
    for (const decorate of decorators) decorate(target, property);
    const own = conversions.get(target) ?? new Map();
    own.set(String(property), {
      coerce: options.coerce,
      normalise: options.normalise,
      array: array !== undefined,
      nested,
    });
    conversions.set(target, own);
  };
}

export function scalarField(
  rule: FieldRule,
  schema: object,
  options: FieldOptions & FieldConversion,
): PropertyDecorator {
  return declareField({ rule, schema, options });
}
