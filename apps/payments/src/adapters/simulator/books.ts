import { openDatabase } from '@continuo/sqlite/open-database';
import type { LookupAnswer } from '../../domain/payment/answer';
import type { AttemptKind } from '../../domain/payment/facts';
import type { Entry, EntryStatus, SimulatorRequest, Verdict } from './rules';

/** Where the simulator keeps what it has done; one judgement at a time for one payment. */
export interface SimulatorBooks {
  /** Throws `KeyReusedError`. */
  carryOut(request: SimulatorRequest): Promise<Verdict>;
  lookUp(idempotencyKey: string): Promise<LookupAnswer>;
  /** Ends after what was accepted is kept. */
  close(): Promise<void>;
}

export interface EntryRow {
  readonly idempotency_key: string;
  readonly kind: string;
  readonly payment_reference: string;
  readonly amount_minor: number;
  readonly currency: string;
  readonly token: string;
  readonly initiator: string | null;
  readonly on_reference: string | null;
  readonly status: string;
  readonly decline: string | null;
  readonly code: string | null;
  readonly sends: number;
}

export function entryOf(row: EntryRow): Entry {
  return {
    kind: row.kind as AttemptKind,
    idempotencyKey: row.idempotency_key,
    paymentReference: row.payment_reference,
    amountMinor: row.amount_minor,
    currency: row.currency,
    token: row.token,
    initiator: row.initiator,
    on: row.on_reference,
    status: row.status as EntryStatus,
    reference: `sim_${row.idempotency_key}`,
    decline: row.decline as Entry['decline'],
    code: row.code,
    sends: row.sends,
  };
}

/** Name of the simulator's books inside the data directory. */
export const BOOKS_FILE = 'gateway.db';

/**
 * The gateway's own books, oldest first: what really happened to the money, whatever our record
 * says. `file` must exist; it may be in use.
 */
export function* readBooks(file: string): Generator<Entry> {
  const db = openDatabase({ file, readOnly: true });
  try {
    const rows = db.prepare('SELECT * FROM entries ORDER BY number');
    for (const row of rows.iterate()) yield entryOf(row as unknown as EntryRow);
  } finally {
    db.close();
  }
}
