/** What kind of refusal it is; the HTTP status it becomes is decided in one filter of libs/http. */
export type RefusalKind =
  | 'not-found'
  | 'not-allowed-now' // the resource's state forbids it
  | 'invalid' // a value in the request breaks a rule
  | 'forbidden' // this actor may not
  | 'conflict'; // somebody else was faster

/** One bad value: an RFC 6901 pointer into the request body, and what to do about it. */
export interface FieldProblem {
  readonly pointer: string;
  readonly detail: string;
}

/** A command that must not be asked. `code` is stable and kebab-case; `data` helps the caller act. */
export class DomainError extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly kind: RefusalKind = 'not-allowed-now',
    readonly data: Readonly<Record<string, unknown>> = {},
    readonly fields: readonly FieldProblem[] = [],
  ) {
    super(message);
    this.name = 'DomainError';
  }
}

/** A value in the request that breaks a rule of the trade; `pointer` names the field. */
export function invalid(code: string, pointer: string, detail: string): DomainError {
  return new DomainError(code, detail, 'invalid', {}, [{ pointer, detail }]);
}

export function notFound(what: string, id: string): DomainError {
  return new DomainError(`${what}-not-found`, `There is no ${what} ${id}.`, 'not-found', { id });
}
