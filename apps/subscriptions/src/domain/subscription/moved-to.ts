import type { Program } from './state';
import type { CycleDate, NewPrices, PriceMove } from './terms';

/** Whether a cycle falls under the prices that the customer was told of. */
export function isUnderMove(move: PriceMove, { cycle, on }: CycleDate): boolean {
  return cycle >= move.fromCycle && on >= move.notBefore;
}

/** The program at the new prices; what its plan sold beside them stays. */
export function movedTo<State extends Program>(state: State, prices: NewPrices): State {
  const listed = new Set(prices.products.map(({ sku }) => sku));
  const beside = state.plan.products.filter(({ sku }) => !listed.has(sku));
  const product = prices.products.find(({ sku }) => sku === state.sku);
  const { version, shippingMinor, steps } = prices;
  const products = [...prices.products, ...beside];
  return {
    ...state,
    plan: { ...state.plan, version, shippingMinor, products },
    policies: { ...state.policies, steps },
    unitPriceMinor: product?.unitPriceMinor ?? state.unitPriceMinor,
    priceMove: null,
  };
}
