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

const DEFAULT_MAX_ITEMS = 200;
const conversions = new WeakMap<
  object,
  Map<string, FieldConversion & { readonly array: boolean }>
>();

/** How the properties of a class and its parents are converted. */
export function conversionOf(
  dto: Type<unknown>,
  property: string,
): (FieldConversion & { readonly array: boolean }) | undefined {
  for (
    let at: object | null = dto.prototype as object;
    at;
    at = Object.getPrototypeOf(at) as object | null
  ) {
    const found = conversions.get(at)?.get(property);
    if (found) return found;
  }
  return undefined;
}

/** A rule as class-validator knows it, so that its own `validate` sees what the compiled validator sees. */
function ruleDecorator(rule: FieldRule, each: boolean): PropertyDecorator {
  return ValidateBy(
    {
      name: rule.name,
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
