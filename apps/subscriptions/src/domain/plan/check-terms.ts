import { daysBetween, nthDate, parseInterval } from '@continuo/kernel/calendar';
import { badPlan } from './errors';
import type { PlanComponent, PlanTerms } from './terms';

/** A program nobody hears of for longer is no program. */
const LONGEST_INTERVAL_DAYS = 2 * 366;
const ANY_DATE = '2024-01-01';

/** Throws DomainError `bad-plan` or `bad-interval` unless the terms can be sold as they stand. */
export function checkPlanTerms(terms: PlanTerms): void {
  checkIntervals(terms);
  checkProducts(terms);
  checkRules(terms);
  for (const currency of Object.keys(terms.shippingMinor)) {
    if (terms.products[0]?.pricesMinor[currency] === undefined) {
      throw badPlan(`/shipping_minor/${currency}`, `Nothing is sold in ${currency}: leave it out.`);
    }
  }
}

function checkIntervals({ intervals, defaultInterval }: PlanTerms): void {
  if (intervals.length === 0) throw badPlan('/intervals', 'Send at least one interval.');
  intervals.forEach((interval, index) => {
    parseInterval(interval);
    if (daysBetween(ANY_DATE, nthDate(ANY_DATE, interval, 1)) > LONGEST_INTERVAL_DAYS) {
      throw badPlan(`/intervals/${index}`, 'Send an interval of at most two years.');
    }
    if (intervals.indexOf(interval) !== index) {
      throw badPlan(`/intervals/${index}`, `${interval} is named twice.`);
    }
  });
  if (!intervals.includes(defaultInterval)) {
    throw badPlan('/default_interval', 'Send one of the intervals of the plan.');
  }
}

function checkProducts({ products }: PlanTerms): void {
  const [standard] = products;
  if (!standard) throw badPlan('/products', 'Send at least one product.');
  const currencies = Object.keys(standard.pricesMinor);
  if (currencies.length === 0) throw badPlan('/products/0/prices_minor', 'Send a price.');
  products.forEach((product, index) => {
    if (products.findIndex((other) => other.sku === product.sku) !== index) {
      throw badPlan(`/products/${index}/sku`, `${product.sku} is named twice.`);
    }
    checkComponents(product.components ?? [], products, `/products/${index}/components`);
    const priced = Object.keys(product.pricesMinor);
    // A customer who changes to an alternate keeps the currency of the program.
    if (priced.length !== currencies.length || !currencies.every((code) => priced.includes(code))) {
      throw badPlan(
        `/products/${index}/prices_minor`,
        `Send a price in each currency of the standard product: ${currencies.join(', ')}.`,
      );
    }
  });
}

/** A bundle ships products that are none, each named once; so that a swap is told from what is there. */
function checkComponents(
  components: readonly PlanComponent[],
  products: PlanTerms['products'],
  pointer: string,
): void {
  const bundles = products.flatMap(({ sku, components: parts }) => (parts ? [sku] : []));
  const named = new Set<string>();
  components.forEach(({ sku, alternates }, index) => {
    for (const each of [sku, ...alternates.map((alternate) => alternate.sku)]) {
      if (bundles.includes(each)) throw badPlan(`${pointer}/${index}/sku`, `${each} is a bundle.`);
      if (named.has(each)) throw badPlan(`${pointer}/${index}/sku`, `${each} is named twice.`);
      named.add(each);
    }
  });
}

/** The most days that a cut-off or a notice may lie before its cycle. */
const MAX_LEAD_DAYS = 90;

function checkRules({ rules, products, trialDays, totalCycles }: PlanTerms): void {
  rules.steps.forEach((step, index) => {
    const product = products.find(({ sku }) => sku === step.sku);
    if (!product) throw badPlan(`/rules/steps/${index}/sku`, 'Send a product of the plan.');
    const missing = Object.keys(product.pricesMinor).filter(
      (code) => step.pricesMinor[code] === undefined,
    );
    if (missing.length > 0) {
      throw badPlan(`/rules/steps/${index}/prices_minor`, `Send a price in ${missing.join(', ')}.`);
    }
  });
  if (rules.trialFrom === 'receipt' && trialDays === null) {
    throw badPlan('/rules/trial_from', 'Send trial_days, or leave trial_from out.');
  }
  if (rules.prepaid && trialDays !== null) {
    throw badPlan('/rules/prepaid', 'A plan is either a trial or prepaid.');
  }
  if (rules.prepaid?.then === 'end' && totalCycles !== null) {
    throw badPlan(
      '/total_cycles',
      'A prepaid plan that ends has as many deliveries as are prepaid.',
    );
  }
  const { commitmentDeliveries, cutOffDays } = rules;
  if (commitmentDeliveries !== null && totalCycles !== null && commitmentDeliveries > totalCycles) {
    throw badPlan('/rules/commitment_deliveries', `Send at most total_cycles (${totalCycles}).`);
  }
  if (cutOffDays > MAX_LEAD_DAYS) {
    throw badPlan('/rules/cut_off_days', `Send at most ${MAX_LEAD_DAYS}.`);
  }
}
