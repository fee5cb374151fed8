import { streamOf } from '@continuo/event-store/aggregate';
import { toNewEvents } from '@continuo/event-store/new-events';
import { WrongExpectedRevisionError } from '@continuo/event-store/errors';
import { NO_STREAM, type Position } from '@continuo/event-store/event-store';
import type { CommandContext } from '@continuo/kernel/command-context';
import { DomainError } from '@continuo/kernel/domain-error';
import { deriveUuid } from '@continuo/kernel/ids';
import type { Instant } from '@continuo/kernel/instant';
import type { Profile } from '../../domain/customer/events';
import type { ImportedOrderCommand } from '../../domain/imported-order/decider';
import type { ImportedOrderEvent } from '../../domain/imported-order/events';
import { productAggregate } from '../aggregates';
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

type RecorderPorts = Pick<ImportPorts, 'store' | 'runner' | 'personalData' | 'clock'>;

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
  private readonly customerIds = new Map<string, string>();
  /** Whether the last document was a new one: then the next one probably is, too. */
  private expectsNew = true;

  private constructor(
    private readonly mapping: Mapping,
    private readonly ports: RecorderPorts,
    private readonly dryRun: boolean,
    /** Where the record ended before the import. */
    private readonly startedAt: Position,
  ) {
    this.files = new CustomerFiles(ports.runner, ports.personalData);
  }

  static async start(
    mapping: Mapping,
    ports: RecorderPorts,
    dryRun: boolean,
  ): Promise<HistoryRecorder> {
    return new HistoryRecorder(mapping, ports, dryRun, await ports.store.head());
  }

  /**
   * Records the rows of a document, as far as they are not in the record yet, and answers how many.
   * `isRead` says that the document was recorded in part during this import.
   */
  async recordDocument(group: DocumentGroup, isRead = false): Promise<number> {
    const moments = new Map<Instant, HistoryRow[]>();
    for (const row of group.rows) {
      const rows = moments.get(row.orderedAt);
      if (rows) rows.push(row);
      else moments.set(row.orderedAt, [row]);
    }
    const customer = group.rows.find((row) => row.customer !== '')?.customer;
    let added = 0;
    let mayBeNew = !isRead;
    for (const [, rows] of [...moments].sort(([a], [b]) => (a < b ? -1 : 1))) {
      added += await this.recordLines(this.commandOf(rows, customer), mayBeNew);
      mayBeNew = false;
    }
    return added;
  }

  async registerCustomer(number: string, profile: Profile, at: Instant): Promise<void> {
    const customerId = this.customerIdOf(number);
    if (this.dryRun) return;
    await this.files
      .register(customerId, profile, this.context(at, customerId))
      .catch(unless('customer-erased'));
  }

  /** Without prices: what was paid stands on the lines, what it costs today is for the seller to say. */
  async registerProduct({ sku, name, isGoods, firstSeenAt }: ImportedProduct): Promise<void> {
    if (this.dryRun) return;
    const terms = {
      sku,
      name: name || sku,
      pricesMinor: {},
      taxCategory: isGoods ? 'general' : 'service',
      returnable: isGoods,
      shippingWeightGrams: null,
    };
    await this.ports.runner
      .execute(
        productAggregate,
        sku,
        { kind: 'register', terms },
        this.context(firstSeenAt, `product ${sku}`),
      )
      .catch(unless('product-exists'));
  }

  private commandOf(
    rows: readonly HistoryRow[],
    customer: string | undefined,
  ): ImportedOrderCommand {
    const { source, currency, zone } = this.mapping;
    const [first] = rows as [HistoryRow];
    return {
      kind: 'record-lines',
      orderId: importedOrderId(source, first.number),
      document: first.document,
      source,
      number: first.number,
      customerId: customer === undefined ? null : this.customerIdOf(customer),
      country: first.country || null,
      soldBy: first.soldBy || null,
      currency,
      orderedAt: first.orderedAt,
      zone,
      lines: rows.map(({ content }) => content),
    };
  }

  private async recordLines(command: ImportedOrderCommand, mayBeNew: boolean): Promise<number> {
    const { runner } = this.ports;
    const { orderId, orderedAt } = command;
    if (mayBeNew && this.expectsNew && !this.dryRun) {
      if (await this.appendAsNew(command)) return command.lines.length;
      this.expectsNew = false;
    }
    const { state, revision } = await runner.load(importedOrderAggregate, orderId);
    if (revision === NO_STREAM) this.expectsNew = true;
    if (this.dryRun) return linesIn(importedOrderAggregate.decider.decide(command, state));
    const context = this.context(orderedAt, orderId, String(revision));
    return linesIn(
      (await runner.execute(importedOrderAggregate, orderId, command, context)).events,
    );
  }

  /** Saves a first reading from looking for every document in vain. False when there is one. */
  private async appendAsNew(command: ImportedOrderCommand): Promise<boolean> {
    const { orderId, orderedAt } = command;
    const { decide, initialState } = importedOrderAggregate.decider;
    const stream = streamOf(importedOrderAggregate, orderId);
    const context = this.context(orderedAt, orderId, String(NO_STREAM));
    const events = toNewEvents(decide(command, initialState()), context, stream);
    try {
      const { position } = await this.ports.store.append({
        stream,
        expectedRevision: NO_STREAM,
        events,
      });
      // Repeating an append is a success as well: then it stands where it stood before.
      return position > this.startedAt;
    } catch (error) {
      if (error instanceof WrongExpectedRevisionError) return false;
      throw error;
    }
  }

  private customerIdOf(number: string): string {
    let id = this.customerIds.get(number);
    if (!id) this.customerIds.set(number, (id = importedCustomerId(this.mapping.source, number)));
    return id;
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

function linesIn(events: readonly ImportedOrderEvent[]): number {
  return events.reduce((count, { data }) => count + data.lines.length, 0);
}

/** What the seller has said of a product since, and a person's wish to be forgotten, outweigh history. */
function unless(code: string): (error: unknown) => void {
  return (error) => {
    if (!(error instanceof DomainError) || error.code !== code) throw error;
  };
}
