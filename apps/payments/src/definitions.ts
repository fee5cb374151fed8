import type { AnyAggregate } from '@continuo/event-store/aggregate';
import type { Projection } from '@continuo/read-store/projection';
import {
  ARREARS,
  CARD,
  DISPUTE,
  DUNNING_POLICIES,
  FINANCE_ALERT,
  PAYMENT,
  SALE_PROOF,
} from './application/aggregates';
import { declinesProjection } from './projections/declines/projection';
import { disputesProjection } from './projections/disputes/projection';
import { ledgerProjection } from './projections/ledger/projection';

/** What the projector's thread and the command line know of this service: pure, quick to load. */
export const aggregates: readonly AnyAggregate[] = [
  PAYMENT,
  CARD,
  DUNNING_POLICIES,
  ARREARS,
  DISPUTE,
  SALE_PROOF,
  FINANCE_ALERT,
];
export const projections: readonly Projection[] = [
  ledgerProjection,
  disputesProjection,
  declinesProjection,
];
