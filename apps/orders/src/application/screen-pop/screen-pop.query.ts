import type { Instant } from '@continuo/kernel/instant';
import { Query } from '@nestjs/cqrs';
import type { KnownCampaign } from '../../domain/campaign/state';
import type { Profile } from '../../domain/customer/events';
import type { KnownOffer } from '../../domain/offer/state';
import type { BoundTo } from '../../domain/order/access';
import type { ProgramSummary } from '../../projections/customer-programs/query';
import type { OrderSummary } from '../../projections/order-list/query';

/** Somebody who may be calling. Never taken for granted: the agent asks. */
export interface Candidate {
  readonly customerId: string;
  readonly profile: Profile;
  /** 0 to 100. */
  readonly score: number;
  readonly why: readonly string[];
  readonly orders: readonly OrderSummary[];
  readonly programs: readonly ProgramSummary[];
  /** Placed and not yet captured. */
  readonly balances: readonly { readonly currency: string; readonly balance_minor: number }[];
}

export interface ScreenPop {
  readonly campaign: KnownCampaign;
  readonly offers: readonly KnownOffer[];
  readonly candidates: readonly Candidate[];
}

/** What an agent sees when a call arrives. */
export class PopScreen extends Query<ScreenPop> {
  constructor(
    readonly dnis: string,
    readonly ani: string | null,
    readonly boundTo: BoundTo,
    readonly now: Instant,
  ) {
    super();
  }
}
