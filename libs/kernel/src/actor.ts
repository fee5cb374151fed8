/** Who did it. Stored in the metadata of every event; an event without an actor cannot be written. */
export interface Actor {
  readonly kind:
    | 'agent'
    | 'customer'
    | 'supervisor'
    | 'finance'
    | 'admin'
    | 'integration'
    | 'vendor'
    | 'system'
    | 'import';
  readonly id: string;
  readonly callCentreId?: string;
  /** The API key that spoke for the actor, when it is not the actor's own. */
  readonly via?: string;
}

export function systemActor(process: string): Actor {
  return { kind: 'system', id: process };
}
