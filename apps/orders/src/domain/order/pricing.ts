import { addDays, nthDate } from '@continuo/kernel/calendar';
import type { LocalDate } from '@continuo/kernel/instant';
import { allocateMinor, multiplyMinor, sumMinor } from '@continuo/kernel/money';
import { applyRate, type RateText } from '@continuo/kernel/rate';
import { unbundled } from './bundle';
import type { DraftLine, Instalment, PricedLine, ProgramTerms, Totals } from './line';

/** What a campaign charges for shipping an order. */
export interface ShippingPolicy {
  readonly perOrderMinor: number;
  /** Goods worth this much ship free; null when they never do. */
  readonly freeFromGoodsMinor: number | null;
}

/** The rates of one jurisdiction; a category that is not named is not taxed. */
export interface TaxRates {
  readonly jurisdiction: string;
  readonly rates: Readonly<Record<string, RateText>>;
  readonly shippingTaxable: boolean;
}

export interface PricingTerms {
  readonly placedOn: LocalDate;
  readonly shipping: ShippingPolicy;
  readonly tax: TaxRates;
}

export interface Priced {
  readonly lines: readonly PricedLine[];
  readonly totals: Totals;
  readonly instalments: readonly Instalment[];
}

/** Cycles that a preview shows. */
export const PREVIEWED_CYCLES = 6;

const INSTALMENT_INTERVAL = 'P1M';
const UNTAXED: RateText = '0';

/**
 * Prices an order, its bundles as their components: shipping is split over the lines by the worth of their goods, each line's tax is
 * rounded once, instalments split each line's total exactly.
 */
export function priceOrder(ordered: readonly DraftLine[], terms: PricingTerms): Priced {
  const lines = ordered.flatMap(unbundled);
  const goods = lines.map((line) => multiplyMinor(line.unitPriceMinor, line.quantity));
  const shipping = shippingOf(lines, goods, terms.shipping);
  const priced = lines.map((line, index) =>
    priceLine(line, goods[index] ?? 0, shipping[index] ?? 0, terms.tax),
  );
  return {
    lines: priced,
    totals: totalsOf(priced),
    instalments: scheduleOf(priced, terms.placedOn),
  };
}

function shippingOf(
  lines: readonly DraftLine[],
  goods: readonly number[],
  policy: ShippingPolicy,
): readonly number[] {
  const goodsMinor = sumMinor(goods);
  const free = policy.freeFromGoodsMinor !== null && goodsMinor >= policy.freeFromGoodsMinor;
  if (free || policy.perOrderMinor === 0) return goods.map(() => 0);
  if (lines.length === 1) return [policy.perOrderMinor];
  const weights = goodsMinor > 0 ? goods : lines.map((line) => line.quantity);
  return allocateMinor(policy.perOrderMinor, weights);
}

function priceLine(
  line: DraftLine,
  goodsMinor: number,
  shippingMinor: number,
  table: TaxRates,
): PricedLine {
  const rate = table.rates[line.taxCategory] ?? UNTAXED;
  const basisMinor = table.shippingTaxable ? sumMinor([goodsMinor, shippingMinor]) : goodsMinor;
  const taxMinor = applyRate(basisMinor, rate, 'tax-us');
  const totalMinor = sumMinor([goodsMinor, shippingMinor, taxMinor]);
  return {
    goodsMinor,
    shippingMinor,
    tax: { jurisdiction: table.jurisdiction, rate, basisMinor },
    taxMinor,
    totalMinor,
    instalmentsMinor: inInstalments(totalMinor, line.instalments),
    ...line,
  };
}

function inInstalments(totalMinor: number, instalments: number): readonly number[] {
  if (instalments === 1) return [totalMinor];
  return allocateMinor(totalMinor, Array<number>(instalments).fill(1));
}

function totalsOf(lines: readonly PricedLine[]): Totals {
  return {
    goodsMinor: sumMinor(lines.map((line) => line.goodsMinor)),
    shippingMinor: sumMinor(lines.map((line) => line.shippingMinor)),
    taxMinor: sumMinor(lines.map((line) => line.taxMinor)),
    totalMinor: sumMinor(lines.map((line) => line.totalMinor)),
  };
}

/** What falls due when: the first instalment of every line at once, the others monthly. */
function scheduleOf(lines: readonly PricedLine[], placedOn: LocalDate): readonly Instalment[] {
  const count = Math.max(...lines.map((line) => line.instalmentsMinor.length));
  return Array.from({ length: count }, (_, index) => ({
    number: index + 1,
    dueOn: index === 0 ? placedOn : nthDate(placedOn, INSTALMENT_INTERVAL, index),
    amountMinor: sumMinor(lines.map((line) => line.instalmentsMinor[index] ?? 0)),
  }));
}

export interface PreviewedCycle {
  readonly cycle: number;
  readonly dueOn: LocalDate;
  readonly goodsMinor: number;
  readonly shippingMinor: number;
  readonly taxMinor: number;
  readonly totalMinor: number;
}

/** The next charges of a program that starts with this order, at today's tax rates. */
export function previewProgram(
  program: ProgramTerms,
  terms: PricingTerms,
): readonly PreviewedCycle[] {
  const unitsMinor = multiplyMinor(program.unitPriceMinor, program.quantity);
  const { shippingMinor } = program;
  const rate = terms.tax.rates[program.taxCategory] ?? UNTAXED;
  return cycleDates(program, terms.placedOn).map((dueOn, index) => {
    const cycle = index + 2;
    const goodsMinor = multiplyMinor(unitsMinor, deliveriesPaidBy(cycle, program));
    const basisMinor = terms.tax.shippingTaxable ? goodsMinor + shippingMinor : goodsMinor;
    const taxMinor = applyRate(basisMinor, rate, 'tax-us');
    const totalMinor = sumMinor([goodsMinor, shippingMinor, taxMinor]);
    return { cycle, dueOn, goodsMinor, shippingMinor, taxMinor, totalMinor };
  });
}

/** For how many deliveries a cycle pays: none within a run that is paid, all of a run that it opens. */
function deliveriesPaidBy(cycle: number, { prepaid }: ProgramTerms): number {
  if (!prepaid) return 1;
  const { deliveries, then } = prepaid;
  if (cycle <= deliveries) return 0;
  if (then !== 'renew') return 1;
  return (cycle - 1) % deliveries === 0 ? deliveries : 0;
}

/** Cycle 1 is the order itself; after a trial, the first full charge comes when the trial ends. */
function cycleDates(program: ProgramTerms, placedOn: LocalDate): readonly LocalDate[] {
  const { interval, trialDays, prepaid } = program;
  const length = prepaid?.then === 'end' ? prepaid.deliveries - 1 : PREVIEWED_CYCLES;
  const numbers = Array.from({ length: Math.min(length, PREVIEWED_CYCLES) }, (_, index) => index);
  if (trialDays === null) return numbers.map((n) => nthDate(placedOn, interval, n + 1));
  const trialEndsOn = addDays(placedOn, trialDays);
  return numbers.map((n) => nthDate(trialEndsOn, interval, n));
}
