import {
  AmountMinorField,
  CurrencyField,
  FlagField,
  IdField,
  IntegerField,
  IntervalField,
  LocalDateField,
  NestedField,
  SkuField,
  TextField,
} from '@continuo/http/fields';
import type { Quote } from '../../application/quote-order/quote-order.query';
import { InstalmentView, OrderLineView } from './order.view';
import { showInstalment, showPricedLine } from './show-order';

export class CycleView {
  @IntegerField({ min: 2 }) cycle!: number;
  @LocalDateField() due_on!: string;
  @AmountMinorField() goods_minor!: number;
  @AmountMinorField() shipping_minor!: number;
  @AmountMinorField() tax_minor!: number;
  @AmountMinorField() total_minor!: number;
}

export class ProgramPreviewView {
  @TextField() line_id!: string;
  @IdField('plan') plan_id!: string;
  @IntervalField() interval!: string;
  @SkuField() sku!: string;
  @NestedField(() => CycleView, { array: true }) next_cycles!: CycleView[];
}

export class QuoteView {
  @IdField('ord') order_id!: string;
  @CurrencyField() currency!: string;
  @LocalDateField() placed_on!: string;
  @NestedField(() => OrderLineView, { array: true }) lines!: OrderLineView[];
  @AmountMinorField() goods_minor!: number;
  @AmountMinorField() shipping_minor!: number;
  @AmountMinorField() tax_minor!: number;
  @AmountMinorField() total_minor!: number;
  @NestedField(() => InstalmentView, { array: true }) instalments!: InstalmentView[];
  @AmountMinorField({ description: 'the first instalment' }) due_now_minor!: number;
  @AmountMinorField({ description: 'of that: charged before goods leave' }) deposit_minor!: number;
  @NestedField(() => ProgramPreviewView, { array: true }) programs!: ProgramPreviewView[];
  @TextField({ description: 'to be read aloud before consent' }) words_to_read!: string;
  @FlagField() consent_needed!: boolean;
  @IntegerField() revision!: number;
}

export function showQuote(quote: Quote): QuoteView {
  const { totals, instalments } = quote;
  return {
    order_id: quote.orderId,
    currency: quote.currency,
    placed_on: quote.placedOn,
    lines: quote.lines.map(showPricedLine),
    goods_minor: totals.goodsMinor,
    shipping_minor: totals.shippingMinor,
    tax_minor: totals.taxMinor,
    total_minor: totals.totalMinor,
    instalments: instalments.map(showInstalment),
    due_now_minor: instalments[0]?.amountMinor ?? totals.totalMinor,
    deposit_minor: quote.depositMinor,
    programs: quote.programs.map(({ lineId, terms, cycles }) => ({
      line_id: lineId,
      plan_id: terms.planId,
      interval: terms.interval,
      sku: terms.sku,
      next_cycles: cycles.map((cycle) => ({
        cycle: cycle.cycle,
        due_on: cycle.dueOn,
        goods_minor: cycle.goodsMinor,
        shipping_minor: cycle.shippingMinor,
        tax_minor: cycle.taxMinor,
        total_minor: cycle.totalMinor,
      })),
    })),
    words_to_read: quote.words,
    consent_needed: quote.consentNeeded,
    revision: quote.revision,
  };
}
