import { types } from 'node:util';
import { UnavailableError } from '@continuo/kernel/unavailable-error';
import { DatabaseError } from 'pg';

/**
 * SQLSTATEs that say 'not now': connection trouble (08), a conflict that undid the transaction (40),
 * out of resources (53), stopped by an operator or a timeout (57), a server that became a replica,
 * a transaction that waited too long.
 */
const NOT_NOW = /^(08|40|53|57)|^(25006|25P03|55P03)$/;
/** What the driver says about a connection without giving a code. */
const CONNECTION_TROUBLE = /connection|timeout|not queryable|client was closed/i;
/** Codes of the operating system and of its resolver. */
const SYSTEM_CODE = /^E[A-Z_]+$/;

/** Whether the same statement may succeed a little later, on another connection. */
export function isPassing(error: unknown): boolean {
  if (error instanceof UnavailableError) return true;
  if (error instanceof DatabaseError) return NOT_NOW.test(error.code ?? '') || isBrokenOff(error);
  if (!types.isNativeError(error)) return false;
  const { code } = error as NodeJS.ErrnoException;
  return code === undefined ? CONNECTION_TROUBLE.test(error.message) : SYSTEM_CODE.test(code);
}

/** Trouble of the server itself has ended the connection: with a full disk it cannot even open one. */
function isBrokenOff({ severity, code }: DatabaseError): boolean {
  return (severity === 'FATAL' || severity === 'PANIC') && code?.startsWith('XX') === true;
}

/** What passes as {@link UnavailableError}, all else as it is. */
export function toUnavailable(what: string, error: unknown): unknown {
  if (error instanceof UnavailableError || !isPassing(error)) return error;
  return new UnavailableError(what, `PostgreSQL: ${reasonOf(error)}`, { cause: error });
}

/** In words, also where the driver bundles the attempts at several addresses. */
export function reasonOf(error: unknown): string {
  const { message, code, errors } = error as NodeJS.ErrnoException & { errors?: unknown[] };
  if (message) return message;
  return errors?.map(reasonOf).join('; ') || code || String(error);
}
