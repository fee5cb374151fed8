import { CLOCK, type Clock } from '@continuo/kernel/clock';
import { localDateOf } from '@continuo/kernel/calendar';
import type { Instant } from '@continuo/kernel/instant';
import { sumMinor } from '@continuo/kernel/money';
import { Inject, Injectable } from '@nestjs/common';
import { type Aging, NO_AGE, addAging, ageClaim } from '../domain/ledger/aging';
import { ClaimsQuery, type OpenClaim } from '../projections/ledger/claims.query';

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
    private readonly claims: ClaimsQuery,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** All unsettled payments of a customer, and their sums. */
  async of(customerId: string, asOf?: Instant) {
    const claims: AgedClaim[] = [];
    for await (const claim of this.open({ customerId, asOf })) claims.push(claim);
    const position = await this.claims.position();
    return { claims, balances: balancesOf(claims), position };
  }

  /** Sums over all customers. */
  async aging(asOf?: Instant) {
    const position = await this.claims.position();
    let balances: readonly CurrencyBalance[] = [];
    for await (const claim of this.open({ asOf })) balances = withClaim(balances, claim);
    return { balances: sorted(balances), position };
  }

  private async *open(filter: {
    readonly customerId?: string;
    readonly asOf?: Instant;
  }): AsyncGenerator<AgedClaim> {
    const at = filter.asOf ?? this.clock.now();
    for (let after: string | undefined; ;) {
      const page = await this.claims.open({ ...filter, after, maxCount: PAGE });
      for (const claim of page)
        yield { ...claim, aging: ageClaim(claim, localDateOf(at, claim.zone)) };
      if (page.length < PAGE) return;
      after = page.at(-1)?.paymentId;
    }
  }
}

function balancesOf(claims: readonly AgedClaim[]): readonly CurrencyBalance[] {
  return sorted(claims.reduce(withClaim, [] as readonly CurrencyBalance[]));
}

function withClaim(
  balances: readonly CurrencyBalance[],
  { currency, outstandingMinor, creditMinor, aging }: AgedClaim,
): readonly CurrencyBalance[] {
  const before = balances.find((balance) => balance.currency === currency);
  const after: CurrencyBalance = {
    currency,
    claims: (before?.claims ?? 0) + 1,
    receivableMinor: sumMinor([before?.receivableMinor ?? 0, outstandingMinor]),
    creditMinor: sumMinor([before?.creditMinor ?? 0, creditMinor]),
    aging: addAging(before?.aging ?? NO_AGE, aging),
  };
  return [...balances.filter((balance) => balance !== before), after];
}

const sorted = (balances: readonly CurrencyBalance[]) =>
  [...balances].sort((a, b) => (a.currency < b.currency ? -1 : 1));
