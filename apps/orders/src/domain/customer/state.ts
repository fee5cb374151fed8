import type { Instant } from '@continuo/kernel/instant';
import type { FindableBy, ProfileField, SealedPart } from './events';

export interface KnownCustomer {
  readonly status: 'active' | 'erasing' | 'erased';
  readonly customerId: string;
  readonly parts: Readonly<Record<ProfileField, SealedPart>>;
  readonly findableBy: FindableBy;
  readonly erasureRequestedAt: Instant | null;
}

export type CustomerState = { readonly status: 'none' } | KnownCustomer;
