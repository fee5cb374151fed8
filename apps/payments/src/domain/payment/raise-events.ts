import type { Instant } from '@continuo/kernel/instant';
import type { AttemptRef, PaymentRef } from './event-parts';

/** More is held under an authorisation, before anything of it was captured. */
export type RaiseEvent =
  /** A person wants it. */
  | {
      readonly type: 'payment.raise-requested.v1';
      readonly data: PaymentRef & {
        readonly raiseId: string;
        /** How much more. */
        readonly amountMinor: number;
        readonly reason: string;
        /** Gateway reference of the authorisation. */
        readonly on: string;
      };
    }
  | {
      readonly type: 'payment.authorisation-raised.v1';
      readonly data: PaymentRef &
        AttemptRef & {
          readonly reference: string;
          /** All that it holds then. */
          readonly heldMinor: number;
          readonly expiresAt: Instant;
        };
    };
