import { ErrorType } from '@eventstore/db-client';
import { InvalidAppendError } from '../append-check';
import { StreamDeletedError, WrongExpectedRevisionError } from '../errors';
import { type AppendRequest, NO_STREAM } from '../event-store';

/** A call was not answered in time: whether it had its effect is not known. */
export class NotAnsweredError extends Error {
  constructor(ms: number) {
    super(`no answer within ${ms} ms`);
    this.name = 'NotAnsweredError';
  }
}

/** What the client makes of a refusal; a call that fails early carries gRPC's own code and no type. */
interface ClientError extends Error {
  readonly type?: ErrorType;
  readonly code?: number;
}

const TRANSIENT_TYPES: ReadonlySet<ErrorType | undefined> = new Set([
  ErrorType.NOT_LEADER,
  ErrorType.UNAVAILABLE,
  ErrorType.TIMEOUT,
  ErrorType.DEADLINE_EXCEEDED,
  ErrorType.CANCELLED,
  // 'Server Is Not Ready', 'No leader info available', and a call that another's end has cancelled.
  ErrorType.UNKNOWN,
]);

/** INVALID_ARGUMENT, PERMISSION_DENIED, UNIMPLEMENTED, UNAUTHENTICATED: asking again changes nothing. */
const FINAL_CODES: ReadonlySet<number | undefined> = new Set([3, 7, 12, 16]);
/** CANCELLED, UNKNOWN, DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED, ABORTED, INTERNAL, UNAVAILABLE. */
const TRANSIENT_CODES: ReadonlySet<number | undefined> = new Set([1, 2, 4, 8, 10, 13, 14]);
/** The client throws these without any code: a call on a channel just closed, a cluster without a leader. */
const TRANSIENT_WORDS = /^(Channel has been shut down|Failed to discover)/;

/** Whether the same call may succeed in a moment. Nothing is known about what it has done. */
export function isTransient(error: unknown): boolean {
  if (error instanceof NotAnsweredError) return true;
  const { type, code, message } = error as ClientError;
  if (type) return TRANSIENT_TYPES.has(type) && !FINAL_CODES.has(code);
  return TRANSIENT_CODES.has(code) || TRANSIENT_WORDS.test(message);
}

/** Whether the client has itself let go of the connection, and takes another (or the leader's) at the next call. */
export function isMendedByClient(error: unknown): boolean {
  const { type } = error as ClientError;
  return type === ErrorType.NOT_LEADER || type === ErrorType.UNAVAILABLE;
}

export function isStreamNotFound(error: unknown): boolean {
  return (error as ClientError).type === ErrorType.STREAM_NOT_FOUND;
}

/** What the port says about a final error of a call that concerns a stream, or $all. */
export function refusalOf(error: unknown, stream = '$all'): unknown {
  switch ((error as ClientError).type) {
    case ErrorType.STREAM_DELETED:
      return new StreamDeletedError(stream);
    case ErrorType.ACCESS_DENIED:
      return new Error(
        `EventStoreDB does not let the user of EVENTSTORE_URL use ${stream}: name one who may read and write it`,
        { cause: error },
      );
    default:
      return error;
  }
}

/** What the port says about a final error of an append. */
export function appendRefusalOf(error: unknown, request: AppendRequest): unknown {
  const { stream, expectedRevision } = request;
  switch ((error as ClientError).type) {
    case ErrorType.WRONG_EXPECTED_VERSION: {
      const { actualVersion } = error as { actualVersion?: bigint | 'no_stream' };
      const actual = typeof actualVersion === 'bigint' ? Number(actualVersion) : NO_STREAM;
      return new WrongExpectedRevisionError(stream, expectedRevision, actual);
    }
    case ErrorType.MAXIMUM_APPEND_SIZE_EXCEEDED: {
      const { maxAppendSize } = error as { maxAppendSize?: number };
      return new InvalidAppendError(stream, `EventStoreDB takes ${maxAppendSize} bytes at once`);
    }
    default:
      return refusalOf(error, stream);
  }
}
