import type { Aggregate } from '@continuo/event-store/aggregate';
import {
  type CredentialCommand,
  type CredentialEvent,
  type CredentialState,
  credentialDecider,
} from '../domain/credential/decider';

/** By credential id, derived from the token: the processor account that knows it, and whose card it is. */
export const CREDENTIAL: Aggregate<CredentialCommand, CredentialEvent, CredentialState> = {
  category: 'credential',
  decider: credentialDecider,
  events: { 'credential.kept.v1': true, 'credential.stored-for-customer.v1': true },
};
