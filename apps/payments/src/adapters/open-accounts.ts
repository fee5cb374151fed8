import { Postgres } from '@continuo/postgres/postgres';
import type { Config } from '@continuo/service/config';
import type { PaymentGateway } from '../application/ports';
import { ProcessorAccounts } from '../application/processor-accounts';
import { FileBooks } from './simulator/file-books';
import { PostgresBooks } from './simulator/postgres/postgres-books';
import { SimulatorGateway } from './simulator/simulator-gateway';
import { stripeClient } from './stripe/stripe-client';
import { StripeGateway } from './stripe/stripe-gateway';

/** The processor accounts of the configuration, each behind its adapter. */
export class OpenAccounts {
  private constructor(
    readonly accounts: ProcessorAccounts,
    private readonly closers: readonly (() => Promise<void>)[],
  ) {}

  static async open(config: Config): Promise<OpenAccounts> {
    const gateways = new Map<string, PaymentGateway>();
    const closers: (() => Promise<void>)[] = [];
    for (const [name, account] of config.payments.accounts) {
      if (account.kind === 'stripe') {
        gateways.set(name, new StripeGateway(stripeClient(account.secretKey, account.apiUrl)));
        continue;
      }
      const books = await openBooks(config);
      gateways.set(name, new SimulatorGateway(books, config.simulatorLatencyMs));
      closers.push(() => books.close());
    }
    return new OpenAccounts(new ProcessorAccounts(gateways, config.payments.routes), closers);
  }

  async close(): Promise<void> {
    for (const close of this.closers) await close();
  }
}

async function openBooks({ dataDir, engines }: Config) {
  const { simulatorBooks, postgresUrl: url } = engines;
  if (simulatorBooks.kind === 'file' || url === undefined) return FileBooks.open(dataDir);
  return PostgresBooks.open(await Postgres.open({ url }));
}
