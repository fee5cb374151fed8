/** Lets a request wait for what becomes of an order's payment. */
export interface PaymentOutcomes {
  /** Resolves when {@link settled} is called for the order, or after `waitMs`. */
  next(orderId: string, waitMs: number): { readonly done: Promise<void>; cancel(): void };
  /** The order's stream has recorded an outcome. */
  settled(orderId: string): void;
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
