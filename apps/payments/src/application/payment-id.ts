import { deriveId } from '@continuo/kernel/ids';

/** An order has one payment, whose id follows from the order's. */
export function paymentIdOf(orderId: string): string {
  return deriveId('pay', orderId);
}
