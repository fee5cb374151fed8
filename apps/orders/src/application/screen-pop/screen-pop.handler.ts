import { CommandRunner } from '@continuo/event-store/command-runner';
import { DomainError } from '@continuo/kernel/domain-error';
import { PERSONAL_DATA, type PersonalData } from '@continuo/personal-data/personal-data';
import { Inject } from '@nestjs/common';
import { QueryHandler } from '@nestjs/cqrs';
import { isActive, type KnownCampaign } from '../../domain/campaign/state';
import type { KnownOffer } from '../../domain/offer/state';
import { CatalogueQuery } from '../../projections/catalogue/query';
import { CustomerProgramsQuery } from '../../projections/customer-programs/query';
import { CustomerSearchQuery } from '../../projections/customer-search/query';
import { OrderListQuery } from '../../projections/order-list/query';
import { campaignAggregate, customerAggregate, dnisAggregate, offerAggregate } from '../aggregates';
import { phoneOf } from '../selling/contact';
import { CustomerFiles } from '../selling/customer-files';
import { rank } from './rank';
import { type Candidate, PopScreen, type ScreenPop } from './screen-pop.query';

const RECENT_ORDERS = 5;

@QueryHandler(PopScreen)
export class PopScreenHandler {
  constructor(
    private readonly runner: CommandRunner,
    private readonly files: CustomerFiles,
    private readonly catalogue: CatalogueQuery,
    private readonly customers: CustomerSearchQuery,
    private readonly orders: OrderListQuery,
    private readonly programs: CustomerProgramsQuery,
    @Inject(PERSONAL_DATA) private readonly personal: PersonalData,
  ) {}

  async execute(query: PopScreen): Promise<ScreenPop> {
    const campaign = await this.campaign(query);
    const { main, upsellPath, crossSells } = campaign.offers;
    const offers = await Promise.all(
      [...main, ...upsellPath, ...crossSells].map((id) => this.offer(id)),
    );
    return {
      campaign,
      offers: offers.filter((offer) => offer !== undefined),
      candidates: await this.candidates(query, campaign),
    };
  }

  /** The number's campaign, if it takes orders now and the caller's centre may sell it. */
  private async campaign(query: PopScreen): Promise<KnownCampaign> {
    const dnis = phoneOf(query.dnis);
    const holder = dnis && (await this.runner.load(dnisAggregate, dnis)).state.campaignId;
    const campaign = holder ? (await this.runner.load(campaignAggregate, holder)).state : undefined;
    if (!campaign || !isActive(campaign, query.now) || !isOpenTo(campaign, query.boundTo)) {
      throw await this.unknownDnis(query);
    }
    return campaign;
  }

  private async unknownDnis({ boundTo, now }: PopScreen): Promise<DomainError> {
    const known: string[] = [];
    for (const { dnis, campaign_id } of await this.catalogue.dnis(boundTo)) {
      const { state } = await this.runner.load(campaignAggregate, campaign_id);
      if (isActive(state, now)) known.push(dnis);
    }
    const numbers = known.length > 0 ? known.join(', ') : 'none';
    const detail = `No active campaign is reached by this number. Numbers that exist here: ${numbers}.`;
    return new DomainError('unknown-dnis', detail, 'not-found', { known_dnis: known });
  }

  private async offer(offerId: string): Promise<KnownOffer | undefined> {
    const { state } = await this.runner.load(offerAggregate, offerId);
    return state.status === 'active' ? state : undefined;
  }

  private async candidates(query: PopScreen, campaign: KnownCampaign): Promise<Candidate[]> {
    const phone = query.ani === null ? null : phoneOf(query.ani);
    if (phone === null) return [];
    const token = this.personal.blindIndex('phone', phone);
    const ids = await this.customers.matching(new Map([['phone', token]]));
    const found = await Promise.all(
      ids.map((id) => this.candidate(id, query, campaign.campaignId, ids.length)),
    );
    return found
      .filter((candidate) => candidate !== undefined)
      .sort((a, b) => b.score - a.score || (a.customerId < b.customerId ? -1 : 1));
  }

  private async candidate(
    customerId: string,
    { boundTo }: PopScreen,
    campaignId: string,
    sharedBy: number,
  ): Promise<Candidate | undefined> {
    const { state } = await this.runner.load(customerAggregate, customerId);
    const profile = state.status === 'active' ? await this.files.open(state) : null;
    if (!profile) return undefined;
    const filter = { customerId, callCentreId: boundTo };
    const [orders, programs, balances] = await Promise.all([
      this.orders.newest(filter, { count: RECENT_ORDERS }),
      this.programs.of(customerId),
      this.orders.balances(customerId, boundTo),
    ]);
    const { score, why } = rank(orders, programs, campaignId, sharedBy);
    return { customerId, profile, score, why, orders, programs, balances };
  }
}

function isOpenTo(campaign: KnownCampaign, centre: string | null): boolean {
  return centre === null || campaign.callCentreIds.includes(centre);
}
