import { minorUnitExponent } from '@continuo/kernel/currency';

/** Currencies that Stripe takes without decimals; it takes ISK and UGX with two, which are always zero. */
const WITHOUT_DECIMALS: ReadonlySet<string> = new Set(
  'BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF'.split(' '),
);
/** Currencies that Stripe takes with three decimals, of which the last one is zero. */
const WITH_THREE_DECIMALS: ReadonlySet<string> = new Set('BHD JOD KWD OMR TND'.split(' '));

/**
 * An amount as Stripe counts it, whose smallest unit is not always that of ISO 4217; undefined for
 * one that Stripe cannot move (source: Stripe's guide to supported currencies).
 */
export function stripeAmount(amountMinor: number, currency: string): number | undefined {
  const amount = shifted(amountMinor, decimalsOf(currency) - minorUnitExponent(currency));
  const step = decimalsOf(currency) === 3 ? 10 : 1;
  return Number.isSafeInteger(amount) && amount % step === 0 ? amount : undefined;
}

/** An amount that Stripe tells, in the currency's own minor unit. */
export function minorAmount(amount: number, currency: string): number {
  return shifted(amount, minorUnitExponent(currency) - decimalsOf(currency));
}

function decimalsOf(currency: string): number {
  if (WITHOUT_DECIMALS.has(currency)) return 0;
  return WITH_THREE_DECIMALS.has(currency) ? 3 : 2;
}

function shifted(amount: number, places: number): number {
  return places >= 0 ? amount * 10 ** places : amount / 10 ** -places;
}
