import type { FieldProblem } from '@continuo/kernel/domain-error';
import type { Type } from '@nestjs/common';
import {
  getMetadataStorage,
  type ValidationArguments,
  ValidationTypes,
  type ValidatorConstraintInterface,
} from 'class-validator';
import { conversionOf, type Converted, nestedTypeOf, ruleOf } from './field-declaration';

/** Where the values come from: in a query string integers and flags are still text. */
export type Source = 'body' | 'query';

/** The validator of a nested class. */
export interface Nested {
  problems(value: unknown, depth: number): FieldProblem[] | undefined;
}

export type Metadata = ReturnType<
  ReturnType<typeof getMetadataStorage>['getTargetValidationMetadatas']
>[number];
type Condition = (object: unknown, value: unknown) => boolean;
export type Fields = Record<string, unknown>;

export interface Check {
  readonly each: boolean;
  readonly passes: (value: unknown, object: Fields) => boolean;
  readonly detail: string;
}

export interface Property {
  readonly name: string;
  readonly conditions: readonly Condition[];
  readonly checks: readonly Check[];
  /** The nested class, resolved on first use: classes may refer to each other. */
  readonly nested: (() => Nested) | undefined;
  readonly convert: Converted | undefined;
  /** Its only check, if it has one and nothing else: most values then need no more than this. */
  readonly simple: Check['passes'] | undefined;
}

/** What a class's decorators say about one property, ready to run. */
export function compileProperty(
  dto: Type<unknown>,
  name: string,
  metadatas: readonly Metadata[],
  source: Source,
  validatorOf: (dto: Type<unknown>) => Nested,
): Property {
  const conditions: Condition[] = [];
  const checks: Check[] = [];
  let nested: (() => Nested) | undefined;
  for (const metadata of metadatas) {
    switch (metadata.type) {
      case ValidationTypes.CONDITIONAL_VALIDATION:
        conditions.push(metadata.constraints[0] as Condition);
        break;
      case ValidationTypes.NESTED_VALIDATION:
        nested = nestedOf(dto, name, validatorOf);
        break;
      case ValidationTypes.CUSTOM_VALIDATION:
        checks.push(...compileChecks(metadata));
        break;
      case ValidationTypes.WHITELIST:
        break;
      default:
        throw new Error(`${dto.name}.${name}: ${metadata.type} cannot be compiled`);
    }
  }
  const convert = conversionOf(dto, name, source);
  const [only] = checks;
  const isSimple = checks.length === 1 && !only?.each && nested === undefined && !convert;
  return { name, conditions, checks, nested, convert, simple: isSimple ? only?.passes : undefined };
}

function nestedOf(
  dto: Type<unknown>,
  name: string,
  validatorOf: (dto: Type<unknown>) => Nested,
): () => Nested {
  const type = nestedTypeOf(dto, name);
  if (!type) throw new Error(`${dto.name}.${name}: declare nested classes with @NestedField`);
  let resolved: Nested | undefined;
  return () => (resolved ??= validatorOf(type()));
}

/** class-validator's own decorators keep their validators in its storage; ours leave the rule beside them. */
function compileChecks(metadata: Metadata): Check[] {
  const rule = ruleOf(metadata.constraints);
  if (rule) return [{ each: metadata.each, passes: rule.test, detail: rule.detail }];
  return getMetadataStorage()
    .getTargetValidatorConstraints(metadata.constraintCls)
    .map(({ instance }) => {
      const validator: ValidatorConstraintInterface = instance;
      const args = (value: unknown, object: object): ValidationArguments => ({
        value,
        object,
        constraints: metadata.constraints,
        property: metadata.propertyName,
        targetName: '',
      });
      return {
        each: metadata.each,
        passes: (value, object) => validator.validate(value, args(value, object)) === true,
        detail: `Send a valid value: ${validator.defaultMessage?.(args(undefined, {})) ?? metadata.name ?? ''}.`,
      };
    });
}
