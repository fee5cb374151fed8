import { hash } from 'node:crypto';

/** A stored event, word for word. */
export interface StoredRow {
  readonly stream: string;
  readonly revision: number;
  readonly id: string;
  readonly type: string;
  /** JSON text, byte for byte. */
  readonly data: string;
  /** JSON text, byte for byte. */
  readonly metadata: string;
}

export interface HashedRow extends StoredRow {
  readonly hash: Uint8Array;
}

/** `previous` of a stream's first event. */
export const CHAIN_START = '';

/**
 * In hex: SHA-256 over the hash before it in its stream (hex) and everything the event says: no event can
 * be altered, removed from the middle or put in without all later hashes of its stream changing.
 * None of the parts contains a line break.
 */
export function eventHash(previous: string, row: StoredRow): string {
  const { stream, revision, id, type, data, metadata } = row;
  return hash(
    'sha256',
    `${previous}\n${stream}\n${revision}\n${id}\n${type}\n${data}\n${metadata}`,
    'hex',
  );
}

export interface ChainBreach {
  readonly stream: string;
  readonly revision: number;
  /** Revisions are missing before this event, or it is not what was written. */
  readonly problem: 'gap' | 'altered';
}

export interface ChainReport {
  /** How many events were looked at. */
  readonly events: number;
  readonly breaches: readonly ChainBreach[];
}

/** The chain of one stream, event after event from its first. */
export class StreamChain {
  private next = 0;
  private previous = CHAIN_START;

  /** What is wrong with the event that comes next, if anything. */
  check(row: HashedRow): ChainBreach | undefined {
    const { stream, revision } = row;
    const stored = Buffer.from(row.hash).toString('hex');
    const gap = revision !== this.next;
    const altered = !gap && eventHash(this.previous, row) !== stored;
    // Going on from what is stored names each altered event, not all that follow it.
    this.previous = stored;
    this.next = revision + 1;
    if (gap) return { stream, revision, problem: 'gap' };
    return altered ? { stream, revision, problem: 'altered' } : undefined;
  }
}

/** Checks the chain of every stream; rows come stream by stream, oldest first. */
export function verifyChain(rows: Iterable<HashedRow>): ChainReport {
  const breaches: ChainBreach[] = [];
  let events = 0;
  let stream: string | undefined;
  let chain = new StreamChain();
  for (const row of rows) {
    events += 1;
    if (row.stream !== stream) chain = new StreamChain();
    stream = row.stream;
    const breach = chain.check(row);
    if (breach) breaches.push(breach);
  }
  return { events, breaches };
}

/** As {@link verifyChain}, for rows in the order of the record, where streams lie among each other. */
export async function verifyChains(rows: AsyncIterable<HashedRow>): Promise<ChainReport> {
  const breaches: ChainBreach[] = [];
  const chains = new Map<string, StreamChain>();
  let events = 0;
  for await (const row of rows) {
    events += 1;
    let chain = chains.get(row.stream);
    if (!chain) chains.set(row.stream, (chain = new StreamChain()));
    const breach = chain.check(row);
    if (breach) breaches.push(breach);
  }
  return { events, breaches };
}
