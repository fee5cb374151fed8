import type { Actor } from './actor';
import type { Instant } from './instant';

/** Everything about a command that is not its content: who, on which call, by which script, why, caused by what. */
export interface CommandContext {
  /** Uuid: from the caller's Idempotency-Key, or derived from the id of the event that caused it. */
  readonly commandId: string;
  readonly actor: Actor;
  /** When the command is carried out: `Clock.now()` at the edge. */
  readonly now: Instant;
  /** When it was true in business, if not now (imports, back-dated corrections). */
  readonly effectiveAt?: Instant;
  readonly callId?: string;
  readonly scriptVersion?: string;
  readonly reason?: string;
  readonly correlationId: string;
  /** Id of the event or request that caused the command. */
  readonly causationId?: string;
  readonly traceparent?: string;
}
