import type { FieldProblem } from '@continuo/kernel/domain-error';

/** A refusal of the HTTP edge itself, before or around the domain. Becomes problem details. */
export class HttpProblem extends Error {
  constructor(
    readonly status: number,
    /** Stable, kebab-case. */
    readonly code: string,
    /** What is wrong and what to do about it; never repeats a secret or a value it refuses. */
    readonly detail: string,
    readonly options: {
      readonly fields?: readonly FieldProblem[];
      readonly data?: Readonly<Record<string, unknown>>;
      readonly headers?: Readonly<Record<string, string>>;
    } = {},
  ) {
    super(detail);
    this.name = 'HttpProblem';
  }
}

/** The request is not of the declared shape: 400 with a pointer to each bad field. */
export function badRequest(pointer: string, detail: string, code = 'invalid-request'): HttpProblem {
  return new HttpProblem(400, code, detail, { fields: [{ pointer, detail }] });
}
