import { HttpProblem } from './problem';

/** What an API key may do. */
export type KeyRole =
  'agent' | 'supervisor' | 'call-centre' | 'vendor' | 'finance' | 'admin' | 'integration';

/** What a request may do: a customer has no key and comes through an integration. */
export type Role = KeyRole | 'customer';

/** How a customer acts for themself. */
export type Channel = 'self-service' | 'ivr';

export const ROLES: readonly KeyRole[] = [
  'agent',
  'supervisor',
  'call-centre',
  'vendor',
  'finance',
  'admin',
  'integration',
];

/** Whoever holds the API key of a request. */
export interface Principal {
  readonly keyId: string;
  readonly role: Role;
  /** Bounds an agent, a supervisor or a call centre to its own campaigns, calls and commissions. */
  readonly callCentreId?: string;
  readonly agentId?: string;
  /** Bounds a fulfilment vendor to the shipments assigned to it. */
  readonly vendorId?: string;
  /** Bounds a customer to what is their own. */
  readonly customerId?: string;
  /** Of a customer. */
  readonly channel?: Channel;
}

/** The customer whose things a list shows: a customer's own whoever is named, which must not be another. */
export function customerOf({ customerId }: Principal, named: string | undefined) {
  if (customerId === undefined || named === undefined || named === customerId) {
    return customerId ?? named;
  }
  throw new HttpProblem(
    403,
    'forbidden-customer',
    'A customer sees what is their own: leave out customer_id.',
  );
}

/** Whose requests an Idempotency-Key tells apart: a key's, or those of a customer who comes through it. */
export function askerOf({ keyId, customerId }: Principal): string {
  return customerId === undefined ? keyId : `${keyId}/${customerId}`;
}
