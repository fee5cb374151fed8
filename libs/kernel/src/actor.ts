/**
 * Who did it; `customer` by self-service, `ivr` a customer on the keys of a telephone, both under the customer's id.
 * Stored in the metadata of every event; an event without an actor cannot be written.
 */
export interface Actor {
  readonly kind:
    | 'agent'
    | 'customer'
    | 'ivr'
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

export const ACTOR_KINDS = [
  'agent',
  'customer',
  'ivr',
  'supervisor',
  'finance',
  'admin',
  'integration',
  'vendor',
  'system',
  'import',
] as const satisfies readonly Actor['kind'][];

export function systemActor(process: string): Actor {
  return { kind: 'system', id: process };
}
