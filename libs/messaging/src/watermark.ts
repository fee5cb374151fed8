/** A message in hand, by its place in the source. */
export interface Ticket {
  readonly position: number;
  /** What is to be known of the last one settled: its place in the record, where positions are offsets. */
  readonly mark: number;
  done: boolean;
}

/**
 * How far a stream of messages has been settled when they finish out of order: everything up to
 * {@link Watermark.position} is handled or parked, so a restart may go on after it.
 */
export class Watermark {
  private readonly open: Ticket[] = [];
  private first = 0;
  /** Of the last message below {@link Watermark.position}; 0 before the first. */
  mark = 0;

  constructor(private seen: number) {}

  get position(): number {
    const oldest = this.open[this.first];
    return oldest ? oldest.position - 1 : this.seen;
  }

  /** Messages begin in the order of their positions. */
  begin(position: number, mark = position): Ticket {
    const ticket = { position, mark, done: false };
    this.open.push(ticket);
    if (position > this.seen) this.seen = position;
    return ticket;
  }

  end(ticket: Ticket): void {
    ticket.done = true;
    for (let oldest = this.open[this.first]; oldest?.done; oldest = this.open[this.first]) {
      this.mark = oldest.mark;
      this.first += 1;
    }
    if (this.first > 1024 || this.first === this.open.length) {
      this.open.splice(0, this.first);
      this.first = 0;
    }
  }

  /** The source has nothing more up to this position. */
  advance(position: number): void {
    if (position > this.seen) this.seen = position;
  }
}
