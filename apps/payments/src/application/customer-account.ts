import { CLOCK, type Clock } from '@continuo/kernel/clock';
import { localDateOf } from '@continuo/kernel/calendar';
import type { Instant } from '@continuo/kernel/instant';
import { sumMinor } from '@continuo/kernel/money';
import { READ_STORE, type ReadStore } from '@continuo/read-store/read-store';
import { Inject, Injectable } from '@nestjs/common';
import { type Aging, NO_AGE, addAging, ageClaim } from '../domain/ledger/aging';
import { ClaimsQuery, type OpenClaim, type OpenCredit } from '../projections/ledger/claims.query';

const PAGE = 1_000;

export interface AgedClaim extends OpenClaim {
  readonly aging: Aging;
}

/** What is owed in one currency, by how long it has been due. */
export interface CurrencyBalance {
  readonly currency: string;
  readonly claims: number;
  readonly receivableMinor: number;
  readonly creditMinor: number;
  readonly aging: Aging;
}

/** What customers owe, how old it is, and what they are owed. */
@Injectable()
export class CustomerAccounts {
  constructor(
    @Inject(READ_STORE) private readonly readStore: ReadStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** All unsettled payments of a customer, and their sums. */
  of(customerId: string, asOf?: Instant) {
    return this.readStore.snapshot(async (models) => {
      const query = new ClaimsQuery(models);
      const claims: AgedClaim[] = [];
      for await (const claim of this.open(query, { customerId, asOf })) claims.push(claim);
      const credits = await query.credits({ customerId, asOf });
      const balances = sorted(credits.reduce(withCredit, claims.reduce(withClaim, NOTHING)));
      return { claims, balances, position: await query.position() };
    });
  }

  /** Sums over all customers. */
  aging(asOf?: Instant) {
    return this.readStore.snapshot(async (models) => {
      const query = new ClaimsQuery(models);
      let balances = (await query.credits({ asOf })).reduce(withCredit, NOTHING);
      for await (const claim of this.open(query, { asOf })) balances = withClaim(balances, claim);
      return { balances: sorted(balances), position: await query.position() };
    });
  }

  private async *open(
    query: ClaimsQuery,
    filter: { readonly customerId?: string; readonly asOf?: Instant },
  ): AsyncGenerator<AgedClaim> {
    const at = filter.asOf ?? this.clock.now();
    for (let after: string | undefined; ;) {
      const page = await query.open({ ...filter, after, maxCount: PAGE });
      for (const claim of page)
        yield { ...claim, aging: ageClaim(claim, localDateOf(at, claim.zone)) };
      if (page.length < PAGE) return;
      after = page.at(-1)?.paymentId;
    }
  }
}

const NOTHING: readonly CurrencyBalance[] = [];

function withClaim(
  balances: readonly CurrencyBalance[],
  { currency, outstandingMinor, aging }: AgedClaim,
): readonly CurrencyBalance[] {
  return inCurrency(balances, currency, (before) => ({
    ...before,
    claims: before.claims + 1,
    receivableMinor: sumMinor([before.receivableMinor, outstandingMinor]),
    aging: addAging(before.aging, aging),
  }));
}

function withCredit(
  balances: readonly CurrencyBalance[],
  { currency, creditMinor }: OpenCredit,
): readonly CurrencyBalance[] {
  return inCurrency(balances, currency, (before) => ({
    ...before,
    creditMinor: sumMinor([before.creditMinor, creditMinor]),
  }));
}

function inCurrency(
  balances: readonly CurrencyBalance[],
  currency: string,
  change: (before: CurrencyBalance) => CurrencyBalance,
): readonly CurrencyBalance[] {
  const before = balances.find((balance) => balance.currency === currency);
  const none = { currency, claims: 0, receivableMinor: 0, creditMinor: 0, aging: NO_AGE };
  return [...balances.filter((balance) => balance !== before), change(before ?? none)];
}

const sorted = (balances: readonly CurrencyBalance[]) =>
  [...balances].sort((a, b) => (a.currency < b.currency ? -1 : 1));
