import { daysBetween, nthDate, parseInterval } from '@continuo/kernel/calendar';
import { badPlan } from './errors';
import type { PlanTerms } from './terms';

/** A program nobody hears of for longer is no program. */
const LONGEST_INTERVAL_DAYS = 2 * 366;
const ANY_DATE = '2024-01-01';

/** Throws DomainError `bad-plan` or `bad-interval` unless the terms can be sold as they stand. */
export function checkPlanTerms(terms: PlanTerms): void {
  checkIntervals(terms);
  checkProducts(terms);
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
