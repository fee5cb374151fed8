import type { Clock } from '@continuo/kernel/clock';
import type { Tracing } from '@continuo/tracing/tracing';
import type { Handler, ParkedMessage } from './messaging';
import type { Parking } from './parking';
import type { Timers } from './timers';

export interface RunnerOptions {
  readonly group: string;
  /** What the group does about a message type. */
  readonly handlerOf: (type: string) => Handler['handle'] | undefined;
  readonly parking: Parking;
  readonly timers: Timers;
  readonly clock: Clock;
  /** Messages handled at once; 256 by default. */
  readonly maxInFlight?: number;
  /** Pauses between the attempts: one attempt more than pauses, then the message is parked. */
  readonly retryDelaysMs?: readonly number[];
  /**
   * The source may bring a message twice (a topic): ids of settled messages are remembered, so many
   * of them, and a message from before a parked one of its subject is handled, not passed over.
   */
  readonly rememberSettled?: number;
  /** A span for each attempt to handle a message; none by default. */
  readonly tracing?: Tracing;
  /** A message was handled or parked. */
  readonly onProgress?: () => void;
  readonly onParked?: (parked: ParkedMessage) => void;
  /** A message could not be parked (disk full): it is kept in memory and tried again until it can. */
  readonly onError?: (error: Error) => void;
}
