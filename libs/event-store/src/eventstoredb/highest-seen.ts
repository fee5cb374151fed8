import type { Position } from '../event-store';

/** The highest position that this process has met, in whatever answer. */
export class HighestSeen {
  private position: Position = 0;

  get value(): Position {
    return this.position;
  }

  raise(position: Position): void {
    if (position > this.position) this.position = position;
  }
}
