import { SqliteEventStore } from '@continuo/event-store/sqlite/sqlite-event-store';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SimulatorGateway } from '../adapters/simulator/simulator-gateway';

/** A record and the simulator with its books, durable, in a folder that goes when they are closed. */
export class Simulated {
  private constructor(
    readonly dataDir: string,
    readonly store: SqliteEventStore,
    readonly simulator: SimulatorGateway,
  ) {}

  static async open(): Promise<Simulated> {
    const dataDir = mkdtempSync(join(tmpdir(), 'continuo-simulated-'));
    const store = await SqliteEventStore.open({ file: join(dataDir, 'record.db') });
    return new Simulated(dataDir, store, await SimulatorGateway.open({ dataDir }));
  }

  async close(): Promise<void> {
    await this.simulator.close();
    await this.store.close();
    rmSync(this.dataDir, { recursive: true });
  }
}
