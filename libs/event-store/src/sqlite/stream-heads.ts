import type { Instant } from '@continuo/kernel/instant';
import { LRUCache } from 'lru-cache';

/** The end of a stream, as the writer knows it. */
export interface StreamHead {
  readonly revision: number;
  /** Hash of the last event, in hex. */
  readonly hash: string;
  /** Undefined when it was not looked up. */
  readonly dueAt: Instant | null | undefined;
}

const MAX_HEADS = 50_000;

/** Ends of the streams written last; those of a batch that was undone are forgotten. */
export class StreamHeads {
  private readonly cache = new LRUCache<string, StreamHead>({ max: MAX_HEADS });
  private batch: string[] = [];

  get(stream: string): StreamHead | undefined {
    return this.cache.get(stream);
  }

  set(stream: string, head: StreamHead): void {
    this.cache.set(stream, head);
    this.batch.push(stream);
  }

  committed(): void {
    this.batch = [];
  }

  rolledBack(): void {
    for (const stream of this.batch) this.cache.delete(stream);
    this.batch = [];
  }
}
