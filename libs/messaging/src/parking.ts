import type { IntegrationMessage } from './message';
import type { ParkedMessage } from './messaging';

/** The first parked message of a subject: what the others wait for. */
export interface ParkedHead {
  readonly id: string;
  readonly position: number;
}

/** Where the messages that failed for good are kept, durable when a promise resolves. */
export interface Parking {
  /** The first parked message of every subject of a group. */
  heads(group: string): Promise<ReadonlyMap<string, ParkedHead>>;
  /** Ids that were given up after a position: they may be delivered again and are then passed over. */
  droppedAfter(group: string, position: number): Promise<ReadonlySet<string>>;
  /** Keeps a message; one that is kept already stays as it is. */
  park(parked: ParkedMessage): Promise<void>;
  list(group?: string): Promise<readonly ParkedMessage[]>;
  find(group: string, messageId: string): Promise<ParkedMessage | undefined>;
  /** The oldest parked message of a subject. */
  first(group: string, subject: string): Promise<ParkedMessage | undefined>;
  /** It was delivered after all. */
  remove(group: string, messageId: string): Promise<void>;
  /** It failed again: what is kept about it changes, and the others of its subject wait behind it. */
  failedAgain(parked: ParkedMessage): Promise<void>;
  /** Gives it up; message and reason are kept. */
  drop(group: string, messageId: string, reason: string, droppedAt: string): Promise<void>;
}

export function waitsBehind(message: Pick<IntegrationMessage, 'id'>): string {
  return `waits behind ${message.id}`;
}
