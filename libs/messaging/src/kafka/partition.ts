import type { DeliverySource } from '../delivery';
import { type Ticket, Watermark } from '../watermark';

/**
 * How far a group has come in one partition while this process has it: everything below
 * {@link Partition.settled} is handled, parked or ignored, so a commit may say so.
 */
export class Partition implements DeliverySource {
  /** Another member has it now, or may have: nothing more is begun, parked or committed. */
  revoked = false;
  /** The offset that the broker has confirmed. */
  committed: number | undefined;
  private watermark: Watermark | undefined;
  /** The next offset to take. */
  private next = 0;

  constructor(
    readonly topic: string,
    readonly id: number,
    committed: number | undefined,
    /** Place in the record of the last message below `committed`. */
    private readonly startedAfter = 0,
  ) {
    this.committed = committed;
    if (committed !== undefined) this.beginAt(committed);
  }

  /** The offset to go on with after a restart; undefined before the first batch of a new group. */
  get settled(): number | undefined {
    return this.watermark && this.watermark.position + 1;
  }

  /** Place in the record of the last message below {@link Partition.settled}. */
  get position(): number {
    return this.watermark?.mark || this.startedAfter;
  }

  /**
   * A batch begins at `offset`. Answers how many offsets before it never came: the broker had
   * deleted them (retention) before the group read them.
   */
  open(offset: number): number {
    if (!this.watermark) this.beginAt(offset);
    const missed = Math.max(0, offset - this.next);
    if (missed > 0) this.next = offset;
    return missed;
  }

  /** False when the record was taken before and only comes again, as after a rebalance. */
  isNew(offset: number): boolean {
    return offset >= this.next;
  }

  /** Takes a record that is settled later. */
  begin(offset: number, position: number): Ticket {
    this.next = offset + 1;
    return this.watermark!.begin(offset, position);
  }

  end(ticket: Ticket): void {
    this.watermark!.end(ticket);
  }

  /** There is nothing to do up to and with this offset but what was taken. */
  pass(offset: number): void {
    if (!this.watermark) this.beginAt(offset);
    if (offset >= this.next) this.next = offset + 1;
    this.watermark!.advance(offset);
  }

  private beginAt(offset: number): void {
    this.next = offset;
    this.watermark = new Watermark(offset - 1);
  }
}
