import type { RecordedEvent } from '@continuo/event-store/event-store';
import { localDateOf } from '@continuo/kernel/calendar';
import type { Instant } from '@continuo/kernel/instant';
import type { Postgres } from '@continuo/postgres/postgres';
import { PostgresLeases } from '@continuo/postgres/postgres-leases';
import { PostgresReadStore } from '@continuo/read-store/postgres/postgres-read-store';
import type { ReadStore } from '@continuo/read-store/read-store';
import { describeWithPostgres } from '@continuo/testing/postgres';
import { CustomerAccounts } from '../../application/customer-account';
import { aggregates, projections } from '../../definitions';
import { trialBalance } from '../../domain/ledger/trial-balance';
import { Books } from './books.fixture';
import { entryOf, ledgerProjection } from './projection';
import { LedgerQuery } from './query';

const LATER = '2027-12-31T00:00:00.000Z';

/** From the events alone, one posting after the other. */
function fromScratch(events: readonly RecordedEvent[], asOf: Instant, upTo = Infinity) {
  return trialBalance(
    events
      .filter(({ position, metadata }) => position <= upTo && metadata.effectiveAt <= asOf)
      .flatMap(entryOf)
      .map(({ account, currency, amount_minor: minor }) => ({
        account,
        currency,
        debitsMinor: Math.max(0, minor),
        creditsMinor: Math.max(0, -minor),
      })),
  );
}

async function asked(store: ReadStore, cut: { asOf?: Instant; position?: number } = {}) {
  const { rows } = await new LedgerQuery(store).balances(cut);
  return trialBalance(
    rows.map(({ currency, account, debits_minor, credits_minor }) => ({
      currency,
      account,
      debitsMinor: Number(debits_minor),
      creditsMinor: Number(credits_minor),
    })),
  );
}

const some = <T>(list: readonly T[], count: number) =>
  list.filter((_, index) => index % Math.ceil(list.length / count) === 0);

function ledgerSpecs(books: () => Books, store: () => ReadStore): void {
  it('balances now, in every currency', async () => {
    const now = await asked(store());
    expect(now).toEqual(fromScratch(books().events, LATER));
    expect(now.currencies.map(({ currency }) => currency)).toEqual(['CLF', 'JPY', 'KWD', 'USD']);
    for (const { debitsMinor, creditsMinor } of now.currencies) {
      expect(debitsMinor).toBe(creditsMinor);
      expect(debitsMinor).toBeGreaterThan(0);
    }
  });

  it('had, as of any instant, the balances that a recomputation from scratch gives', async () => {
    const instants = books().events.map(({ metadata }) => metadata.effectiveAt);
    for (const asOf of some([...new Set(instants)].sort(), 60))
      expect(await asked(store(), { asOf })).toEqual(fromScratch(books().events, asOf));
    expect((await asked(store(), { asOf: '2020-01-01T00:00:00.000Z' })).accounts).toEqual([]);
  });

  it('had, as of any place of the record, the balances that a recomputation gives', async () => {
    for (const { position, metadata } of some(books().events, 40)) {
      const known = fromScratch(books().events, LATER, position);
      expect(await asked(store(), { position })).toEqual(known);
      const asOf = metadata.effectiveAt;
      expect(await asked(store(), { position, asOf })).toEqual(
        fromScratch(books().events, asOf, position),
      );
    }
  });

  it('tells what customers owe, to the unit and by age', async () => {
    for (const now of [some(books().events, 3).at(-1)!.metadata.effectiveAt, LATER]) {
      const accounts = new CustomerAccounts(store(), { now: () => now });
      const owed = fromScratch(books().events, now).accounts.filter(
        ({ account }) => account === 'receivable',
      );
      const { balances } = await accounts.aging(now);
      const perCustomer = await Promise.all(
        ['cus_0', 'cus_1', 'cus_2'].map((customer) => accounts.of(customer, now)),
      );
      for (const { currency, debitsMinor, creditsMinor } of owed) {
        const total = balances.find((balance) => balance.currency === currency);
        expect([currency, total?.receivableMinor ?? 0]).toEqual([
          currency,
          debitsMinor - creditsMinor,
        ]);
        const buckets = Object.values(total?.aging ?? {});
        expect(buckets.reduce((sum, minor) => sum + minor, 0)).toBe(total?.receivableMinor ?? 0);
        const ofCustomers = perCustomer.flatMap(({ claims }) =>
          claims.filter((claim) => claim.currency === currency),
        );
        expect(ofCustomers.reduce((sum, claim) => sum + claim.outstandingMinor, 0)).toBe(
          total?.receivableMinor ?? 0,
        );
        for (const claim of ofCustomers)
          expect(claim.billedOn <= localDateOf(now, claim.zone)).toBe(true);
      }
    }
  });

  it('pages through the postings of an account', async () => {
    const query = new LedgerQuery(store());
    const filter = { account: 'tax-payable', currency: 'USD' };
    const { rows: all } = await query.postings({ ...filter, maxCount: 10_000 });
    const rows = [];
    for (let after; ; after = rows.at(-1)) {
      const page = await query.postings({ ...filter, after, maxCount: 7 });
      rows.push(...page.rows);
      if (page.rows.length < 7) break;
    }
    expect(rows).toEqual(all);
    expect(all).toEqual(
      books()
        .events.flatMap(entryOf)
        .filter(({ account, currency }) => account === 'tax-payable' && currency === 'USD'),
    );
  });
}

jest.setTimeout(60_000);

describe('the ledger in SQLite', () => {
  let books: Books;
  beforeAll(async () => {
    books = await Books.open(120, 7);
  });
  afterAll(() => books.close());
  ledgerSpecs(
    () => books,
    () => books.readStore,
  );
});

describeWithPostgres('the ledger in PostgreSQL', (server) => {
  let books: Books;
  let postgres: Postgres;
  let leases: PostgresLeases;
  let store: PostgresReadStore;
  beforeAll(async () => {
    books = await Books.open(120, 7);
    postgres = await server.open();
    leases = new PostgresLeases(postgres);
    const source = books.record;
    store = await PostgresReadStore.open({ postgres, source, projections, aggregates, leases });
    await store.caughtUp(ledgerProjection.name, await books.record.head());
  });
  afterAll(async () => {
    await store.close();
    await leases.close();
    await postgres.close();
    await books.close();
  });
  ledgerSpecs(
    () => books,
    () => store,
  );
});
