import type { Sealed } from '@continuo/kernel/sealed';

/** What a sealed value belongs to: it opens nowhere else. */
export interface SealedFor {
  readonly customerId: string;
  /** `<category>-<id>` of the stream it is stored in. */
  readonly stream: string;
  /** Name of the field in the event. */
  readonly field: string;
}

/** What one-way tokens are made of; a payment link's is its secret, which only the keys' holder can make. */
export type Indexed = 'phone' | 'email' | 'name' | 'payment-link';

/** What is shown where a customer's key has been destroyed. */
export const ERASED = Symbol('erased');

/**
 * Encrypts personal data under a key per customer (AES-256-GCM; customer, stream and field are
 * additional data). Destroying the key erases the person and leaves the record valid.
 */
export interface PersonalData {
  /** Seals a value; creates the customer's key on first use, durable before the promise resolves. */
  seal<T>(value: T, owner: SealedFor): Promise<Sealed<T>>;
  /** Opens a sealed value; {@link ERASED} when the customer's key is gone. Throws when it was tampered with or moved. */
  open<T>(sealed: Sealed<T>, owner: SealedFor): Promise<T | typeof ERASED>;
  /** A keyed, one-way token of a value, to find it without storing it. */
  blindIndex(kind: Indexed, value: string): string;
  /** Destroys a customer's key. True when there was one. */
  erase(customerId: string): Promise<boolean>;
  close(): Promise<void>;
}

/** Injection token of {@link PersonalData}. */
export const PERSONAL_DATA = Symbol('PersonalData');
