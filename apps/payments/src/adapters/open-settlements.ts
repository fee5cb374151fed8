import { join } from 'node:path';
import { Postgres } from '@continuo/postgres/postgres';
import type { Config } from '@continuo/service/config';
import type { SettlementSource, SettlementSources } from '../application/settlement-source';
import { BOOKS_FILE } from './simulator/books';
import { readSharedBooks } from './simulator/postgres/postgres-books';
import { SimulatorSettlements } from './simulator/simulator-settlements';
import { stripeClient } from './stripe/stripe-client';
import { StripeSettlements } from './stripe/stripe-settlements';

type Configured = Pick<Config, 'payments' | 'dataDir' | 'engines'>;

/** What each processor account says it has settled; nothing is asked before lines are. */
export function settlementSources(config: Configured): SettlementSources {
  const sources = new Map<string, SettlementSource>();
  for (const [name, account] of config.payments.accounts) {
    const source =
      account.kind === 'stripe'
        ? new StripeSettlements(name, stripeClient(account.secretKey, account.apiUrl))
        : settledIn(config);
    sources.set(name, source);
  }
  return sources;
}

/** The books that the simulator keeps, wherever that is. */
function settledIn(config: Configured): SimulatorSettlements {
  const url = sharedBooksUrl(config);
  if (url === undefined) return SimulatorSettlements.inFile(join(config.dataDir, BOOKS_FILE));
  return new SimulatorSettlements(async function* () {
    const postgres = await Postgres.open({ url });
    try {
      yield* readSharedBooks(postgres);
    } finally {
      await postgres.close();
    }
  });
}

/** Where the simulator's books are, when several processes share them. */
export function sharedBooksUrl({ engines }: Pick<Config, 'engines'>): string | undefined {
  return engines.simulatorBooks.kind === 'postgres' ? engines.postgresUrl : undefined;
}
