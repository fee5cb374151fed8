import { CHAIN_START, eventHash } from '@continuo/event-store/hash-chain';
import { type KeptEvent, type KeptRecord, MigrationRefusedError } from './kept-record';

/** Follows the chains of all streams of one side: an event that does not fit ends the migration. */
export class Chains {
  events = 0;
  private readonly ends = new Map<string, { readonly revision: number; readonly hash: string }>();

  constructor(private readonly record: KeptRecord) {}

  get streams(): number {
    return this.ends.size;
  }

  /** Throws {@link MigrationRefusedError}. */
  follow({ event, hash }: KeptEvent): void {
    const { stream, revision, id, type } = event;
    const end = this.ends.get(stream);
    const data = JSON.stringify(event.data);
    const metadata = JSON.stringify(event.metadata);
    const expected = eventHash(end?.hash ?? CHAIN_START, {
      stream,
      revision,
      id,
      type,
      data,
      metadata,
    });
    if (revision !== (end?.revision ?? -1) + 1 || hash !== expected)
      throw new MigrationRefusedError(
        `${stream}@${revision} in ${this.record.place} is not what was written there: see \`continuo verify\`.`,
      );
    this.ends.set(stream, { revision, hash });
    this.events += 1;
  }
}
