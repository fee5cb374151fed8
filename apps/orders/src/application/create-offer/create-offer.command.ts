import type { Outcome } from '@continuo/event-store/command-runner';
import type { CommandContext } from '@continuo/kernel/command-context';
import { Command } from '@nestjs/cqrs';
import type { PricesMinor } from '../../domain/catalogue';
import type { OfferEvent, OfferTerms } from '../../domain/offer/events';
import type { OfferState } from '../../domain/offer/state';

export class CreateOffer extends Command<Outcome<OfferEvent, OfferState>> {
  constructor(
    readonly terms: OfferTerms,
    readonly pricesMinor: PricesMinor,
    readonly context: CommandContext,
  ) {
    super();
  }
}
