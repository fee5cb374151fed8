/** Lets a request wait for what becomes of an order's payment, or of a payment link. */
export interface PaymentOutcomes {
  /** Resolves when {@link settled} is called for the order or link, or after `waitMs`. */
  next(id: string, waitMs: number): { readonly done: Promise<void>; cancel(): void };
  /** Its stream has recorded an outcome. */
  settled(id: string): void;
}

/** Injection token of {@link PaymentOutcomes}. */
export const PAYMENT_OUTCOMES = Symbol('PaymentOutcomes');

/** Bounds how long something is waited for. */
export interface Deadline {
  /** Whether the work was done within the time; throws what it throws. */
  within(ms: number, work: Promise<unknown>): Promise<boolean>;
}

/** Injection token of {@link Deadline}. */
export const DEADLINE = Symbol('Deadline');
