import { QueryHandler } from '@nestjs/cqrs';
import { wordsToRead } from '../../domain/order/disclosure';
import { noLines, notADraft } from '../../domain/order/errors';
import { previewProgram, priceOrder } from '../../domain/order/pricing';
import { refuseHighDeposit } from '../../domain/order/tender';
import { SalesDesk } from '../selling/sales-desk';
import { type Quote, QuoteOrder } from './quote-order.query';

@QueryHandler(QuoteOrder)
export class QuoteOrderHandler {
  constructor(private readonly desk: SalesDesk) {}

  async execute({ orderId, boundTo, now, depositMinor }: QuoteOrder): Promise<Quote> {
    const { state: draft, revision } = await this.desk.order(orderId, boundTo);
    if (draft.status !== 'draft' || !('linesAdded' in draft)) throw notADraft(draft.status);
    if (draft.lines.length === 0) throw noLines();
    const { zone, destination, shipping, currency, consent } = draft;
    await this.desk.requireCurrentPrices(draft.lines);
    const terms = await this.desk.pricingTerms(now, zone, destination, shipping);
    const priced = priceOrder(draft.lines, terms);
    refuseHighDeposit(depositMinor, priced.instalments, '/deposit_minor');
    const programs = draft.lines.flatMap(({ lineId, program }) =>
      program ? [{ lineId, terms: program, cycles: previewProgram(program, terms) }] : [],
    );
    return {
      ...priced,
      orderId,
      currency,
      placedOn: terms.placedOn,
      programs,
      words: wordsToRead(priced.totals, currency, programs, depositMinor),
      depositMinor,
      consentNeeded: (programs.length > 0 || depositMinor > 0) && consent === null,
      revision,
    };
  }
}
