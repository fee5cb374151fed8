/** What an API key may do. */
export type Role =
  'agent' | 'supervisor' | 'call-centre' | 'vendor' | 'finance' | 'admin' | 'integration';

export const ROLES: readonly Role[] = [
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
}
