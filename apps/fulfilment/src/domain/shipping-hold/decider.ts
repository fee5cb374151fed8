import type { Decider } from '@continuo/kernel/decider';

export type ShippingHoldEvent =
  | {
      readonly type: 'shipping-hold.placed.v1';
      readonly data: {
        readonly customerId: string;
        /** The limit that is broken, as payments names it: `amount`, `count`, `age`, ... */
        readonly because: string;
        readonly sequence: number;
      };
    }
  | {
      readonly type: 'shipping-hold.lifted.v1';
      readonly data: { readonly customerId: string; readonly sequence: number };
    };

/** What payments say of a customer; `because` is null when nothing is past due beyond the limits. */
export interface ShippingHoldCommand {
  readonly customerId: string;
  readonly because: string | null;
  /** Grows with each thing that payments say of the customer. */
  readonly sequence: number;
}

export interface ShippingHold {
  /** Why nothing more is sent to the customer; null while goods may leave. */
  readonly because: string | null;
  readonly sequence: number;
}

/**
 * Whether a customer's goods are held. What payments said last counts, whatever arrives last: a hold
 * that comes after its own release is no hold.
 */
export const shippingHoldDecider: Decider<ShippingHoldCommand, ShippingHoldEvent, ShippingHold> = {
  decide({ customerId, because, sequence }, state) {
    if (sequence <= state.sequence) return [];
    if (because === null) {
      return [{ type: 'shipping-hold.lifted.v1', data: { customerId, sequence } }];
    }
    return [{ type: 'shipping-hold.placed.v1', data: { customerId, because, sequence } }];
  },
  evolve(_, { type, data }) {
    const { sequence } = data;
    return { because: type === 'shipping-hold.placed.v1' ? data.because : null, sequence };
  },
  initialState: () => ({ because: null, sequence: -1 }),
};
