import { createHash } from 'node:crypto';
import type { GatewayRequest } from '../../application/ports';

/** Names of what we write on Stripe's objects, to find them again and to know whose they are. */
export const ATTEMPT_KEY = 'continuo_key';
export const PAYMENT_KEY = 'continuo_payment';
export const CUSTOMER_KEY = 'continuo_customer';
const CAPTURE_MARK = 'continuo_cap_';
const RAISE_MARK = 'continuo_raise_';
const NETWORK_KEY = 'continuo_first_network_transaction';

/** What every object that an attempt makes carries. */
export function marksOf(
  { idempotencyKey, paymentReference }: GatewayRequest,
  networkTransactionId: string | null = null,
): Record<string, string> {
  return {
    [ATTEMPT_KEY]: idempotencyKey,
    [PAYMENT_KEY]: paymentReference,
    ...(networkTransactionId === null ? {} : { [NETWORK_KEY]: networkTransactionId }),
  };
}

/** A capture makes no object of its own: it leaves this mark on its PaymentIntent (40 characters at most). */
export function captureMark(idempotencyKey: string): string {
  return CAPTURE_MARK + digestOf(idempotencyKey);
}

/** Neither does a raise: this mark says that it was carried out. */
export function raiseMark(idempotencyKey: string): string {
  return RAISE_MARK + digestOf(idempotencyKey);
}

function digestOf(idempotencyKey: string): string {
  return createHash('sha256').update(idempotencyKey).digest('hex').slice(0, 24);
}

/** What stands under the mark: Stripe's amount and the key, which names the capture in settlements. */
export function markedCapture(amount: number, idempotencyKey: string): string {
  return `${amount} ${idempotencyKey}`;
}

/** The captures that have left a mark on a PaymentIntent, in an order that stays. */
export function capturesOf(
  metadata: Readonly<Record<string, string>>,
): readonly { readonly amount: number; readonly key: string | undefined }[] {
  return Object.entries(metadata)
    .filter(([name]) => name.startsWith(CAPTURE_MARK))
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([, marked]) => {
      const [amount, key] = marked.split(' ', 2);
      return { amount: Number(amount), key };
    });
}

/** The captures of one PaymentIntent are told apart by their key, for each is refunded by itself. */
export function captureReference(intentId: string, idempotencyKey: string): string {
  return `${intentId}~${idempotencyKey}`;
}

/** The PaymentIntent that a reference of ours names. */
export function intentIdOf(reference: string): string {
  return reference.split('~', 1)[0] ?? reference;
}
