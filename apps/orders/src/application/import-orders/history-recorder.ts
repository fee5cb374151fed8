import { CommandRunner } from '@continuo/event-store/command-runner';
import type { CommandContext } from '@continuo/kernel/command-context';
import { deriveUuid } from '@continuo/kernel/ids';
import type { Instant } from '@continuo/kernel/instant';
import type { Profile } from '../../domain/customer/events';
import type { ImportedOrderCommand } from '../../domain/imported-order/decider';
import { customerAggregate, productAggregate } from '../aggregates';
import { CustomerFiles } from '../selling/customer-files';
import type { DocumentGroup } from './document-groups';
import {
  importedCustomerId,
  importedOrderAggregate,
  importedOrderId,
} from './imported-order.aggregate';
import type { Mapping } from './mapping';
import type { ImportPorts } from './ports';
import type { HistoryRow } from './row-reader';

export interface ImportedProduct {
  readonly sku: string;
  readonly name: string;
  readonly isGoods: boolean;
  readonly firstSeenAt: Instant;
}

/**
 * Brings documents, customers and products into the record, as of the time they are from. Nothing
 * here publishes: imports are not charged, shipped or commissioned. In a dry run nothing is written.
 */
export class HistoryRecorder {
  private readonly files: CustomerFiles;

  constructor(
    private readonly runner: CommandRunner,
    private readonly mapping: Mapping,
    private readonly ports: Pick<ImportPorts, 'personalData' | 'clock'>,
    private readonly dryRun: boolean,
  ) {
    this.files = new CustomerFiles(runner, ports.personalData);
  }

  /** Answers how many of the document's rows were not in the record yet. */
  async recordDocument(group: DocumentGroup): Promise<number> {
    const moments = new Map<Instant, HistoryRow[]>();
    for (const row of group.rows) {
      const rows = moments.get(row.orderedAt);
      if (rows) rows.push(row);
      else moments.set(row.orderedAt, [row]);
    }
    const customer = group.rows.find((row) => row.customer !== '')?.customer;
    let added = 0;
    for (const [orderedAt, rows] of [...moments].sort(([a], [b]) => (a < b ? -1 : 1))) {
      added += await this.recordLines(orderedAt, rows, customer);
    }
    return added;
  }

  async registerCustomer(number: string, profile: Profile, at: Instant): Promise<void> {
    const customerId = importedCustomerId(this.mapping.source, number);
    if (this.dryRun || (await this.isKnown(customerAggregate, customerId))) return;
    await this.files.register(customerId, profile, this.context(at, customerId));
  }

  /** Without prices: what was paid stands on the lines, what it costs today is for the seller to say. */
  async registerProduct({ sku, name, isGoods, firstSeenAt }: ImportedProduct): Promise<void> {
    if (this.dryRun || (await this.isKnown(productAggregate, sku))) return;
    const terms = {
      sku,
      name: name || sku,
      pricesMinor: {},
      taxCategory: isGoods ? 'general' : 'service',
      returnable: isGoods,
      shippingWeightGrams: null,
    };
    await this.runner.execute(
      productAggregate,
      sku,
      { kind: 'register', terms },
      this.context(firstSeenAt, `product ${sku}`),
    );
  }

  private async recordLines(
    orderedAt: Instant,
    rows: readonly HistoryRow[],
    customer: string | undefined,
  ): Promise<number> {
    const { source, currency } = this.mapping;
    const [first] = rows;
    if (!first) return 0;
    const orderId = importedOrderId(source, first.number);
    const command: ImportedOrderCommand = {
      kind: 'record-lines',
      orderId,
      document: first.document,
      source,
      number: first.number,
      customerId: customer === undefined ? null : importedCustomerId(source, customer),
      country: first.country || null,
      soldBy: first.soldBy || null,
      currency,
      orderedAt,
      lines: rows.map(({ content }) => content),
    };
    const events = this.dryRun
      ? importedOrderAggregate.decider.decide(
          command,
          (await this.runner.load(importedOrderAggregate, orderId)).state,
        )
      : await this.carryOut(orderId, command);
    return events.reduce((count, { data }) => count + data.lines.length, 0);
  }

  private async carryOut(orderId: string, command: ImportedOrderCommand) {
    // The same lines again are the same command; more lines, from a file that overlaps, are another.
    const content = JSON.stringify(command.lines);
    const context = this.context(command.orderedAt, orderId, content);
    return (await this.runner.execute(importedOrderAggregate, orderId, command, context)).events;
  }

  private async isKnown(
    aggregate: typeof customerAggregate | typeof productAggregate,
    id: string,
  ): Promise<boolean> {
    const { state } = await this.runner.load<never, { status: string }>(aggregate as never, id);
    return state.status !== 'none';
  }

  private context(effectiveAt: Instant, ...what: readonly string[]): CommandContext {
    const { source } = this.mapping;
    const commandId = deriveUuid('import', source, effectiveAt, ...what);
    return {
      commandId,
      actor: { kind: 'import', id: source },
      now: this.ports.clock.now(),
      effectiveAt,
      correlationId: commandId,
    };
  }
}
