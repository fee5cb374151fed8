import type { RecordedEvent } from '@continuo/event-store/event-store';
import type { IntegrationMessage, Publication } from './message';

/** How one service's domain events become messages: pure, one message at most per event. */
export interface Publisher {
  /** `orders`, `subscriptions`, ...: names the topic `continuo.<service>.v1`. */
  readonly service: string;
  /** Stream categories it translates. */
  readonly categories: readonly string[];
  readonly translate: (event: RecordedEvent) => Publication | undefined;
}

/** One consumer group's handler for one message type. Throwing means: try again, then park. */
export interface Handler {
  readonly group: string;
  readonly type: string;
  readonly handle: (message: IntegrationMessage) => Promise<void>;
}

/** A message that failed for good, and the later ones of its subject, which wait behind it. */
export interface ParkedMessage {
  readonly group: string;
  readonly message: IntegrationMessage;
  /** Why it was parked; 'waits behind <id>' for those that only wait. */
  readonly reason: string;
  readonly attempts: number;
  readonly parkedAt: string;
}

/** Between the services. Every adapter passes `libs/testing/src/messaging.contract.ts`. */
export interface Messaging {
  /** Starts delivery to all handlers, each group from its checkpoint. */
  start(handlers: readonly Handler[]): Promise<void>;
  /** Ends delivery after the messages in hand and saves the checkpoints. */
  stop(): Promise<void>;
  /** Resolves when every group has handled or parked all messages up to a position of the record. */
  caughtUp(position: number): Promise<void>;
  /** Published messages after a cursor, for `GET /v1/events`. */
  read(options: {
    after: number;
    maxCount: number;
    types?: readonly string[];
  }): Promise<{ messages: readonly IntegrationMessage[]; upTo: number }>;
  parked(group?: string): Promise<readonly ParkedMessage[]>;
  /** Delivers a parked message again, and those that wait behind it, in order. */
  replay(group: string, messageId: string): Promise<void>;
  /** Gives a parked message up, for a reason that is kept; those behind it go on. */
  drop(group: string, messageId: string, reason: string): Promise<void>;
  /** How far each group is behind the head, in log positions. */
  lag(): Promise<Readonly<Record<string, number>>>;
}

/** Injection token of {@link Messaging}. */
export const MESSAGING = Symbol('Messaging');
