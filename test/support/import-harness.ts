import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SqliteEventStore } from '@continuo/event-store/sqlite/sqlite-event-store';
import { type ImportOptions, importOrders } from '@continuo/orders/order-import.module';
import { LocalPersonalData } from '@continuo/personal-data/local/local-personal-data';
import { SystemClock } from '@continuo/service/system/system-clock';

/** A data directory with the ports that an import needs, and nothing else. */
export class ImportHarness {
  private constructor(
    readonly folder: string,
    readonly store: SqliteEventStore,
    readonly personalData: LocalPersonalData,
  ) {}

  static async open(
    folder = mkdtempSync(join(tmpdir(), 'continuo-import-')),
  ): Promise<ImportHarness> {
    const clock = new SystemClock();
    const store = await SqliteEventStore.open({
      file: join(folder, 'record.db'),
      now: clock.now(),
    });
    return new ImportHarness(
      folder,
      store,
      await LocalPersonalData.open({ dataDir: folder, clock }),
    );
  }

  import(options: ImportOptions) {
    return importOrders(
      { rejectsFile: join(this.folder, 'rejected.csv'), ...options },
      { store: this.store, personalData: this.personalData, clock: new SystemClock() },
    );
  }

  async close(): Promise<void> {
    await this.personalData.close();
    await this.store.close();
  }

  async remove(): Promise<void> {
    await this.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
