import type { Interval } from '@continuo/kernel/instant';
import type { Change } from '../../domain/subscription/change';

/** A postal address as the caller tells it. */
export interface PostalAddress {
  readonly name: string;
  readonly lines: readonly string[];
  readonly city: string;
  readonly region: string;
  readonly postcode: string;
  readonly country: string;
}

/** A change before the plan it names was looked up and its address sealed. */
export type AskedChange =
  | Exclude<Change, { kind: 'plan' } | { kind: 'address' }>
  | {
      readonly kind: 'plan';
      readonly planId: string;
      /** The latest unless given. */
      readonly version?: number;
      readonly interval?: Interval;
      readonly sku?: string;
    }
  | { readonly kind: 'address'; readonly address: PostalAddress };
