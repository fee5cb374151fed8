import type { Decider } from '@continuo/kernel/decider';
import { parseRate } from '@continuo/kernel/rate';
import { sameTerms } from '../catalogue';
import type { TaxTableEvent, TaxTableTerms } from './events';

/** The rates of one jurisdiction; null until they are set for the first time. */
export interface TaxTableState {
  readonly terms: TaxTableTerms | null;
}

export interface TaxTableCommand {
  readonly kind: 'set-rates';
  readonly terms: TaxTableTerms;
}

function decide({ terms }: TaxTableCommand, state: TaxTableState): readonly TaxTableEvent[] {
  Object.values(terms.rates).forEach(parseRate);
  if (sameTerms(state.terms, terms)) return [];
  return [{ type: 'tax-table.rates-set.v1', data: { from: state.terms, to: terms } }];
}

/** `US-CA`, or `US` for a whole country: the id of the table. */
export function jurisdictionOf(place: {
  readonly country: string;
  readonly region: string;
}): string {
  return place.region === '' ? place.country : `${place.country}-${place.region}`;
}

export const taxTableDecider: Decider<TaxTableCommand, TaxTableEvent, TaxTableState> = {
  decide,
  evolve: (_state, event) => ({ terms: event.data.to }),
  initialState: () => ({ terms: null }),
};
