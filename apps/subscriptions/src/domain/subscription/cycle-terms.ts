import { multiplyMinor } from '@continuo/kernel/money';
import { placeInRun } from './prepaid';
import type { Program } from './state';
import type { CycleTerms } from './terms';

/** What a cycle ships and charges: the program's product at the price of that delivery, and what goes with it. */
export interface CycleContent {
  readonly main: CycleTerms;
  readonly lines: readonly CycleTerms[];
}

/** The content of a cycle ahead; `ahead` counts the deliveries before it, 0 for the next one. */
export function contentOf(program: Program, ahead: number): CycleContent {
  const { sku, name, quantity, components, extras, addOns } = program;
  return {
    main: {
      sku,
      name,
      quantity,
      unitPriceMinor: priceOf(program, ahead),
      ...(components && { components }),
    },
    lines: ahead === 0 ? [...extras, ...addOns] : extras,
  };
}

export function goodsMinorOf({ main, lines }: CycleContent): number {
  return [main, ...lines].reduce(
    (sum, { unitPriceMinor, quantity }) => sum + multiplyMinor(unitPriceMinor, quantity),
    0,
  );
}

/** The plan's own price of the product that the program ships now. */
export function planPriceMinor(program: Program): number {
  const product = program.plan.products.find(({ sku }) => sku === program.sku);
  return product ? product.unitPriceMinor : program.unitPriceMinor;
}

/** An agent's price for a number of cycles comes first, then what is prepaid, then the plan's steps. */
function priceOf(program: Program, ahead: number): number {
  const { override, policies, unitPriceMinor } = program;
  const delivery = program.counts.locked + 2 + ahead;
  const standing = stepPriceOf(program, delivery) ?? unitPriceMinor;
  const place = placeInRun(program, delivery);
  if (place === 'within') return 0;
  if (policies.prepaid && place === 'opens') {
    return multiplyMinor(standing, policies.prepaid.deliveries);
  }
  return override && ahead < override.cyclesLeft ? override.unitPriceMinor : standing;
}

/** A price that was agreed with the customer has no steps. */
function stepPriceOf(program: Program, delivery: number): number | undefined {
  const { sku, unitPriceMinor, sold } = program;
  const agreed =
    unitPriceMinor !== planPriceMinor(program) &&
    !(sku === sold.sku && unitPriceMinor === sold.unitPriceMinor);
  if (agreed) return undefined;
  return program.policies.steps
    .filter((step) => step.sku === sku && step.fromDelivery <= delivery)
    .reduce<{ fromDelivery: number; unitPriceMinor: number } | undefined>(
      (last, step) => (!last || step.fromDelivery > last.fromDelivery ? step : last),
      undefined,
    )?.unitPriceMinor;
}
