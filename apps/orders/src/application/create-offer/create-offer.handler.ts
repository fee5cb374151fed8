import { CommandRunner, type Outcome } from '@continuo/event-store/command-runner';
import { CommandHandler } from '@nestjs/cqrs';
import type { OfferEvent } from '../../domain/offer/events';
import type { OfferState } from '../../domain/offer/state';
import { offerAggregate } from '../aggregates';
import { CatalogueCheck, requirePrices } from '../selling/catalogue-check';
import { CreateOffer } from './create-offer.command';

@CommandHandler(CreateOffer)
export class CreateOfferHandler {
  constructor(
    private readonly runner: CommandRunner,
    private readonly catalogue: CatalogueCheck,
  ) {}

  async execute({
    terms,
    pricesMinor,
    context,
  }: CreateOffer): Promise<Outcome<OfferEvent, OfferState>> {
    requirePrices(pricesMinor);
    await this.catalogue.requireProduct(terms.sku);
    if (terms.planId !== null) await this.catalogue.requirePlan(terms.planId);
    const command = { kind: 'create', terms, pricesMinor } as const;
    return this.runner.execute(offerAggregate, terms.offerId, command, context);
  }
}
