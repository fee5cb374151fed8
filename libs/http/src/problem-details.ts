import {
  StorageFullError,
  StoreStoppedError,
  WrongExpectedRevisionError,
} from '@continuo/event-store/errors';
import { DomainError, type FieldProblem, type RefusalKind } from '@continuo/kernel/domain-error';
import { UnavailableError } from '@continuo/kernel/unavailable-error';
import { HttpException } from '@nestjs/common';
import { HttpProblem } from './problem';

/** RFC 9457. */
export interface ProblemDetails {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  /** Stable, for programs. */
  readonly code: string;
  /** For people: what is wrong and what to do. */
  readonly detail: string;
  /** RFC 6901 pointers into the body, or the query, and what to do about each. */
  readonly errors?: readonly FieldProblem[];
  readonly correlation_id: string;
  /** What the caller needs to go on. */
  readonly data?: Readonly<Record<string, unknown>>;
}

const STATUS_OF: Readonly<Record<RefusalKind, number>> = {
  'not-found': 404,
  'not-allowed-now': 409,
  invalid: 422,
  forbidden: 403,
  conflict: 409,
};

/** A database that is started again is back within seconds. */
const RETRY_AFTER_SECONDS = '2';

/** Fastify's refusals before a route is reached, by its error code or status. */
const EDGE_REFUSALS: Readonly<
  Record<string, readonly [status: number, code: string, detail: string]>
> = {
  FST_ERR_CTP_BODY_TOO_LARGE: [413, 'body-too-large', 'Send a smaller body, or several requests.'],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: [
    415,
    'unsupported-media-type',
    'Send Content-Type: application/json.',
  ],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: [
    400,
    'malformed-request',
    'Send a Content-Length that is the length of the body.',
  ],
  FST_ERR_CTP_EMPTY_JSON_BODY: [400, 'malformed-json', 'Send a JSON object, or no Content-Type.'],
  FST_ERR_BAD_URL: [400, 'malformed-request', 'Percent-encode the path and the query as UTF-8.'],
  FST_ERR_MAX_PARAM_LENGTH: [404, 'route-not-found', 'There is no such route; see /docs.'],
  FST_ERR_ASYNC_CONSTRAINT: [404, 'route-not-found', 'There is no such route; see /docs.'],
};

/** Any error as the one form of refusal. Undefined: nobody foresaw it, and nothing about it may leave. */
export function problemOf(error: unknown, hadIfMatch: boolean): HttpProblem | undefined {
  if (error instanceof HttpProblem) return error;
  if (error instanceof DomainError) {
    return new HttpProblem(STATUS_OF[error.kind], error.code, error.message, {
      fields: error.fields,
      data: error.data,
    });
  }
  if (error instanceof WrongExpectedRevisionError) {
    const data = { current_revision: error.actualRevision };
    const detail = 'It has changed since: read it again, then decide whether you still want this.';
    return hadIfMatch
      ? new HttpProblem(412, 'stale-revision', detail, { data })
      : new HttpProblem(409, 'changed-meanwhile', 'Somebody else was faster: try again.', { data });
  }
  if (error instanceof StorageFullError) return new HttpProblem(507, error.code, error.message);
  if (error instanceof StoreStoppedError) {
    return new HttpProblem(
      503,
      'store-stopped',
      'Nothing can be written at the moment. Try again later with the same Idempotency-Key.',
    );
  }
  if (error instanceof UnavailableError) {
    return new HttpProblem(
      503,
      `${error.what}-unavailable`,
      'This cannot be done at the moment. Try again a little later, with the same Idempotency-Key.',
      { headers: { 'retry-after': RETRY_AFTER_SECONDS } },
    );
  }
  if (error instanceof HttpException) return fromStatus(error.getStatus(), error.message);
  return fromFastify(error);
}

function fromFastify(error: unknown): HttpProblem | undefined {
  const { code, statusCode } = error as { code?: unknown; statusCode?: unknown };
  const known = typeof code === 'string' ? EDGE_REFUSALS[code] : undefined;
  if (known) return new HttpProblem(...known);
  if (typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500) {
    return fromStatus(statusCode, 'The request was refused.');
  }
  return undefined;
}

function fromStatus(status: number, detail: string): HttpProblem | undefined {
  if (status >= 500 && status !== 503) return undefined;
  const code = {
    400: 'invalid-request',
    401: 'unauthenticated',
    403: 'forbidden-role',
    404: 'route-not-found',
  }[status];
  return new HttpProblem(
    status,
    code ?? `http-${status}`,
    status === 404 ? 'There is no such route; see /docs.' : detail,
  );
}

export function problemDetails(problem: HttpProblem, correlationId: string): ProblemDetails {
  const { fields = [], data = {} } = problem.options;
  return {
    type: `https://continuo.dev/problems/${problem.code}`,
    title: titleOf(problem.code),
    status: problem.status,
    code: problem.code,
    detail: problem.detail,
    ...(fields.length === 0 ? {} : { errors: fields }),
    correlation_id: correlationId,
    ...(Object.keys(data).length === 0 ? {} : { data }),
  };
}

/** `order-not-found` as words: the same for every occurrence, as RFC 9457 wants a title. */
function titleOf(code: string): string {
  const words = code.replaceAll(/[-_]/g, ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
