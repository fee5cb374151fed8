import type { FieldProblem } from '@continuo/kernel/domain-error';
import type { Type } from '@nestjs/common';
import { getMetadataStorage } from 'class-validator';
import {
  compileProperty,
  type Fields,
  type Nested,
  type Property,
  type Source,
} from './dto-property';
import { hasBadText } from './text';

/** Answers the problems of a value, undefined when there are none; puts converted values in place. */
export type DtoValidator = (value: unknown) => FieldProblem[] | undefined;

export const UNKNOWN_FIELD = 'Leave this field out: it is not known here.';
const UNKNOWN: FieldProblem[] = [{ pointer: '', detail: UNKNOWN_FIELD }];
const NOT_AN_OBJECT = 'Send a JSON object.';
const BAD_TEXT = 'Send text without NUL characters and unpaired surrogates.';
/** Enough to mend a request by; a hostile one must not cost a long answer. */
const MAX_PROBLEMS = 50;
const MAX_DEPTH = 16;

const compiled = {
  body: new WeakMap<object, ClassValidator>(),
  query: new WeakMap<object, ClassValidator>(),
};

/**
 * The validator of a class declared with class-validator, compiled once. It accepts exactly what
 * `validateSync(value, { whitelist: true, forbidNonWhitelisted: true })` accepts, except text that
 * no store can hold (NUL, lone surrogates), at a fraction of the cost: nothing is looked up,
 * instantiated or allocated for a valid value.
 */
export function compileDto(dto: Type<unknown>, source: Source = 'body'): DtoValidator {
  const validator = validatorOf(dto, source);
  return (value) => validator.problems(value, 0);
}

function validatorOf(dto: Type<unknown>, source: Source): ClassValidator {
  const known = compiled[source].get(dto);
  if (known) return known;
  const validator = new ClassValidator(dto, source);
  compiled[source].set(dto, validator);
  return validator;
}

class ClassValidator implements Nested {
  private readonly properties = new Map<string, Property>();
  private readonly all: readonly Property[];

  constructor(dto: Type<unknown>, source: Source) {
    const storage = getMetadataStorage();
    const grouped = storage.groupByPropertyName(
      storage.getTargetValidationMetadatas(dto, '', false, false),
    );
    const nested = (type: Type<unknown>) => validatorOf(type, source);
    for (const [name, metadatas] of Object.entries(grouped)) {
      this.properties.set(name, compileProperty(dto, name, metadatas, source, nested));
    }
    this.all = [...this.properties.values()];
  }

  problems(value: unknown, depth: number): FieldProblem[] | undefined {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      return [{ pointer: '', detail: NOT_AN_OBJECT }];
    }
    if (depth > MAX_DEPTH) return [{ pointer: '', detail: 'Send less deeply nested values.' }];
    const object = value as Fields;
    let problems: FieldProblem[] | undefined;
    let seen = 0;
    // Own keys only: what a prototype has was not sent.
    for (const key of Object.keys(object)) {
      const property = this.properties.get(key);
      if (property !== undefined) {
        seen += 1;
        const { simple } = property;
        if (simple !== undefined) {
          const entry = object[key];
          // Whoever passes the check is accepted, whatever the conditions under which it is made.
          if (simple(entry, object) && !(typeof entry === 'string' && hasBadText(entry))) continue;
        }
      }
      const found = property === undefined ? UNKNOWN : check(property, object, depth);
      if (found === undefined) continue;
      problems = add(problems, key, found);
      if (problems.length >= MAX_PROBLEMS) return problems.slice(0, MAX_PROBLEMS);
    }
    if (seen === this.all.length) return problems;
    for (const property of this.all) {
      if (Object.hasOwn(object, property.name)) continue;
      if (!applies(property, object, undefined)) continue;
      const [first] = property.checks.filter((one) => !one.passes(undefined, object));
      if (first)
        problems = add(problems, property.name, [
          { pointer: '', detail: `Required. ${first.detail}` },
        ]);
    }
    return problems;
  }
}

function applies(property: Property, object: Fields, value: unknown): boolean {
  for (const condition of property.conditions) if (!condition(object, value)) return false;
  return true;
}

function check(property: Property, object: Fields, depth: number): FieldProblem[] | undefined {
  const { name, convert } = property;
  if (convert !== undefined && convert.before !== undefined)
    object[name] = convert.before(object[name]);
  const value = object[name];
  if (property.conditions.length > 0 && !applies(property, object, value)) return undefined;
  let problems: FieldProblem[] | undefined;
  for (const one of property.checks) {
    if (one.each && Array.isArray(value)) {
      for (let index = 0; index < value.length; index += 1) {
        if (!one.passes(value[index], object)) {
          problems = add(problems, index, [{ pointer: '', detail: one.detail }]);
          if (problems.length >= MAX_PROBLEMS) return problems;
        }
      }
    } else if (!one.passes(value, object)) return [{ pointer: '', detail: one.detail }];
    if (problems !== undefined) return problems;
  }
  if (property.nested !== undefined) return nestedProblems(property.nested(), value, depth);
  if (typeof value === 'string') {
    if (hasBadText(value)) return [{ pointer: '', detail: BAD_TEXT }];
  } else if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index += 1) {
      const item: unknown = value[index];
      if (typeof item === 'string' && hasBadText(item)) {
        return add(undefined, index, [{ pointer: '', detail: BAD_TEXT }]);
      }
    }
  }
  if (convert !== undefined && convert.after !== undefined) object[name] = convert.after(value);
  return undefined;
}

function nestedProblems(
  validator: Nested,
  value: unknown,
  depth: number,
): FieldProblem[] | undefined {
  // As class-validator has it: absent nested values are the business of the other decorators.
  if (value === undefined || value === null) return undefined;
  if (!Array.isArray(value)) return validator.problems(value, depth + 1);
  let problems: FieldProblem[] | undefined;
  for (let index = 0; index < value.length; index += 1) {
    const found = validator.problems(value[index], depth + 1);
    if (found !== undefined) problems = add(problems, index, found);
    if (problems !== undefined && problems.length >= MAX_PROBLEMS) return problems;
  }
  return problems;
}

/** Adds problems found below `key`, which extends their pointers (RFC 6901). */
function add(
  to: FieldProblem[] | undefined,
  key: string | number,
  found: readonly FieldProblem[],
): FieldProblem[] {
  const segment = String(key).slice(0, 100).replaceAll('~', '~0').replaceAll('/', '~1');
  const moved = found.map(({ pointer, detail }) => ({ pointer: `/${segment}${pointer}`, detail }));
  if (to === undefined) return moved;
  to.push(...moved);
  return to;
}
