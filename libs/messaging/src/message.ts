import { deriveUuid } from '@continuo/kernel/ids';
import type { Actor } from '@continuo/kernel/actor';
import type { CommandContext } from '@continuo/kernel/command-context';
import { systemActor } from '@continuo/kernel/actor';
import type { Instant } from '@continuo/kernel/instant';

/** An integration event on its way: CloudEvents 1.0 attributes, and who and what caused it. */
export interface IntegrationMessage<Data = unknown> {
  /** Id of the domain event it was translated from: consumers dedupe by it. */
  readonly id: string;
  /** `continuo.<service>.<event>.v<n>`. */
  readonly type: string;
  /** `/continuo/<service>`. */
  readonly source: string;
  /** Id of the aggregate: messages of one subject keep their order. */
  readonly subject: string;
  /** Grows within a subject. */
  readonly sequence: number;
  /** Place in the record. */
  readonly position: number;
  readonly time: Instant;
  readonly actor: Actor;
  readonly correlationId: string;
  readonly causationId?: string;
  readonly callId?: string;
  readonly scriptVersion?: string;
  readonly traceparent?: string;
  readonly data: Data;
}

/** What a service says to the others about one of its domain events. */
export interface Publication {
  /** `continuo.<service>.<event>.v<n>`, from libs/contracts. */
  readonly type: string;
  readonly data: object;
}

/**
 * The context of a command that a message causes. The command id follows from the message and the
 * name of the effect, so a message delivered twice has one effect.
 */
export function contextFor(
  message: IntegrationMessage,
  effect: string,
  process: string,
  now: Instant,
): CommandContext {
  return {
    commandId: deriveUuid(message.id, effect),
    actor: systemActor(process),
    now,
    callId: message.callId,
    scriptVersion: message.scriptVersion,
    correlationId: message.correlationId,
    causationId: message.id,
    traceparent: message.traceparent,
  };
}
