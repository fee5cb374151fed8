import { Columns, headerOf } from './columns';
import {
  type DocumentGroup,
  DocumentGroups,
  GROUPING_LIMITS,
  type GroupingLimits,
} from './document-groups';
import { HistoryRecorder } from './history-recorder';
import { InFlight } from './in-flight';
import type { Mapping } from './mapping';
import { NewProducts } from './new-products';
import type { HistorySource, ImportPorts, SourceRow } from './ports';
import { type ImportReport, Totals } from './report';
import { type HistoryRow, Rejection, RowReader } from './row-reader';

export interface ImportRequest {
  /** The file, or the folder that has the file the mapping names. */
  readonly path: string;
  readonly mapping: Mapping;
  /** Reads and checks everything, and writes nothing. */
  readonly dryRun: boolean;
  readonly limits?: GroupingLimits;
}

/** Commands at once: what waits for one commit of the record. */
const IN_FLIGHT = 512;

/**
 * Reads a file of order history into the record. Reading a file again, or one that overlaps, adds
 * only what is new; so a reading that was interrupted is finished by reading again.
 * Throws ImportError when the file as a whole cannot be read.
 */
export async function importOrders(
  request: ImportRequest,
  ports: ImportPorts,
): Promise<ImportReport> {
  try {
    const { mapping, dryRun } = request;
    const recorder = await HistoryRecorder.start(mapping, ports, dryRun);
    const reading = new Import(request, ports, recorder);
    try {
      return await reading.run();
    } finally {
      await reading.settled();
    }
  } finally {
    ports.progress.stop();
    await ports.rejects.close();
  }
}

class Import {
  private readonly inFlight = new InFlight(IN_FLIGHT);
  private readonly totals = new Totals();
  private readonly limits: GroupingLimits;
  private readonly customers = new Set<string>();
  private readonly products: NewProducts;
  /** Customers and products that a batch of rows has named for the first time. */
  private readonly newTasks: (() => Promise<void>)[] = [];
  private rows = 0;
  private accepted = 0;
  private rejected = 0;
  private added = 0;

  constructor(
    private readonly request: ImportRequest,
    private readonly ports: ImportPorts,
    private readonly recorder: HistoryRecorder,
  ) {
    const { mapping, limits = GROUPING_LIMITS } = request;
    this.limits = limits;
    this.products = new NewProducts(mapping.notGoods ?? []);
  }

  async run(): Promise<ImportReport> {
    const { request, ports } = this;
    const { mapping } = request;
    const startedAt = performance.now();
    const path = await ports.files.locate(request.path, mapping.file);
    const source = await ports.files.open(path, mapping);
    const columns = await Columns.resolve(mapping, source.header, path, ports.files);
    const reader = new RowReader(mapping, source.header, columns, ports.looksLikeCard);

    const groups = new DocumentGroups(this.limits);
    for await (const batch of source.rows()) {
      for (const row of batch) this.take(row, reader, groups);
      await this.startNew();
      await this.record(groups.takeComplete());
      ports.progress.update(source.fractionRead, this.rows);
    }
    await this.record(groups.takeAll());
    for (const product of this.products.takeAll()) {
      await this.inFlight.start(() => this.recorder.registerProduct(product));
    }
    await this.inFlight.idle();
    await this.recordScattered(
      [...groups.scattered],
      () => ports.files.open(path, mapping),
      reader,
    );

    return {
      file: path,
      source: mapping.source,
      dry_run: request.dryRun,
      rows: this.rows,
      imported: this.added,
      already_known: this.accepted - this.added,
      rejected: this.rejected,
      rejected_file: await ports.rejects.close(),
      ...this.totals.counts(),
      currencies: { [mapping.currency]: this.totals.of(mapping.currency) },
      seconds: Math.round(performance.now() - startedAt) / 1000,
    };
  }

  /** Resolves when nothing is being written any more, whether it went well or not. */
  settled(): Promise<void> {
    return this.inFlight.idle().catch(() => undefined);
  }

  private take(source: SourceRow, reader: RowReader, groups: DocumentGroups): void {
    this.rows += 1;
    const row = this.understood(source, reader, groups);
    if (row instanceof Rejection) {
      this.rejected += 1;
      this.ports.rejects.add({ line: source.line, column: row.column, reason: row.reason });
      return;
    }
    this.accepted += 1;
    this.totals.add(row);
    groups.add(row);
    const product = this.products.see(row);
    if (product) this.newTasks.push(() => this.recorder.registerProduct(product));
    const { customer } = row;
    if (customer === '' || this.customers.has(customer)) return;
    this.customers.add(customer);
    const profile = reader.profileOf(row, source.cells);
    this.newTasks.push(() => this.recorder.registerCustomer(customer, profile, row.orderedAt));
  }

  private async startNew(): Promise<void> {
    for (const task of this.newTasks.splice(0)) await this.inFlight.start(task);
  }

  private understood(
    { line, cells }: SourceRow,
    reader: RowReader,
    groups: DocumentGroups,
  ): HistoryRow | Rejection {
    const row = reader.read(line, cells);
    if (row instanceof Rejection || row.customer === '') return row;
    const customer = groups.customerOf(row.number);
    if (customer === '' || customer === row.customer) return row;
    const column = headerOf(this.request.mapping.columns.customer);
    return new Rejection(column, `not the customer of the other rows of ${row.number}`);
  }

  private async record(groups: readonly DocumentGroup[], isRead = false): Promise<void> {
    for (const group of groups) {
      await this.inFlight.start(async () => {
        const added = await this.recorder.recordDocument(group, isRead);
        this.added += added;
      });
    }
  }

  /**
   * Documents whose rows lie far apart are gathered in further readings, as many at a time as may be
   * held. What the first reading has recorded of them counts as known.
   */
  private async recordScattered(
    numbers: readonly string[],
    reopen: () => Promise<HistorySource>,
    reader: RowReader,
  ): Promise<void> {
    let waiting = new Set(numbers);
    while (waiting.size > 0) {
      const groups = new Map<string, DocumentGroup>();
      const left = new Set<string>();
      let held = 0;
      for await (const batch of (await reopen()).rows()) {
        for (const { line, cells } of batch) {
          const row = reader.read(line, cells);
          if (row instanceof Rejection || !waiting.has(row.number) || left.has(row.number))
            continue;
          let group = groups.get(row.number);
          if (!group) {
            if (held >= this.limits.heldRows) {
              left.add(row.number);
              continue;
            }
            groups.set(row.number, (group = { number: row.number, rows: [], lastRow: 0 }));
          }
          group.rows.push(row);
          held += 1;
        }
      }
      await this.record([...groups.values()], true);
      await this.inFlight.idle();
      waiting = left;
    }
  }
}
