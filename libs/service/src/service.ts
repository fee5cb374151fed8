import type { CommandContext } from '@continuo/kernel/command-context';
import type { ServiceName } from '@continuo/contracts/message-type';
import type { AnyAggregate } from '@continuo/event-store/aggregate';
import type { Publisher } from '@continuo/messaging/messaging';
import type { Projection } from '@continuo/read-store/projection';
import type { Type } from '@nestjs/common';

/** Wakes a stream whose due date has come: repeated until the stream has another due date. */
export interface Waker {
  /** Category of the streams it wakes. */
  readonly category: string;
  /** How many streams may be woken at once; 16 by default. */
  readonly maxInFlight?: number;
  /**
   * Called with a command id derived from stream and due date. Must bring about an event that moves
   * or clears the due date; a wake that throws is tried again later, with a growing delay.
   */
  wake(id: string, context: CommandContext): Promise<void>;
}

/** What a service brings into a process, its own or the one with all five. */
export interface Service {
  readonly name: ServiceName;
  /** Its Nest module: controllers, consumers, handlers, adapters. */
  readonly module: Type<unknown>;
  readonly aggregates: readonly AnyAggregate[];
  readonly publisher: Publisher;
  readonly projections: readonly Projection[];
  /** Providers of its module. */
  readonly wakers: readonly Type<Waker>[];
}
