import { Postgres } from '@continuo/postgres/postgres';
import type { Config } from '@continuo/service/config';
import type { DisputeGateway, DisputeGateways } from '../application/dispute-gateway';
import type { NoticeReader, NoticeReaders, PaymentGateway } from '../application/ports';
import { ProcessorAccounts } from '../application/processor-accounts';
import type { SettlementSources } from '../application/settlement-source';
import { settlementSources, sharedBooksUrl } from './open-settlements';
import { FileBooks } from './simulator/file-books';
import { PostgresBooks } from './simulator/postgres/postgres-books';
import { SimulatorDisputes } from './simulator/simulator-disputes';
import { SimulatorGateway } from './simulator/simulator-gateway';
import { SimulatorNotices } from './simulator/simulator-notices';
import { SimulatorWebhooks } from './simulator/simulator-webhooks';
import { stripeClient } from './stripe/stripe-client';
import { StripeDisputes } from './stripe/stripe-disputes';
import { StripeGateway } from './stripe/stripe-gateway';
import { StripeNotices } from './stripe/stripe-notices';

/** The processor accounts of the configuration, each behind its adapter. */
export class OpenAccounts {
  private constructor(
    readonly accounts: ProcessorAccounts,
    readonly readers: NoticeReaders,
    readonly disputes: DisputeGateways,
    readonly settlements: SettlementSources,
    private readonly simulator: SimulatorGateway | undefined,
  ) {}

  static async open(config: Config): Promise<OpenAccounts> {
    const gateways = new Map<string, PaymentGateway>();
    const readers = new Map<string, NoticeReader>();
    const disputes = new Map<string, DisputeGateway>();
    const windows = new Map<string, number>();
    let simulator: SimulatorGateway | undefined;
    for (const [name, account] of config.payments.accounts) {
      const { authorisationWindowDays: days } = account;
      if (days !== undefined) windows.set(name, days);
      if (account.kind === 'stripe') {
        const stripe = stripeClient(account.secretKey, account.apiUrl);
        gateways.set(name, new StripeGateway(stripe));
        disputes.set(name, new StripeDisputes(stripe));
        readers.set(name, new StripeNotices({ stripe, ...account }));
      } else {
        const { webhookSecrets, webhookUrl: url } = account;
        const [secret] = webhookSecrets;
        const webhooks = url && secret ? new SimulatorWebhooks({ url, secret }) : undefined;
        const books = await openBooks(config);
        simulator = new SimulatorGateway(books, config.simulatorLatencyMs, webhooks);
        gateways.set(name, simulator);
        disputes.set(name, new SimulatorDisputes());
        readers.set(name, new SimulatorNotices(webhookSecrets));
      }
    }
    const accounts = new ProcessorAccounts(gateways, config.payments.routes, windows);
    const settlements = settlementSources(config);
    return new OpenAccounts(accounts, readers, disputes, settlements, simulator);
  }

  async close(): Promise<void> {
    await this.simulator?.close();
  }
}

async function openBooks(config: Config) {
  const url = sharedBooksUrl(config);
  return url === undefined
    ? FileBooks.open(config.dataDir)
    : PostgresBooks.open(await Postgres.open({ url }));
}
