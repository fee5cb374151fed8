import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NewEvent, RecordedEvent } from '@continuo/event-store/event-store';
import { RecordReader } from '@continuo/event-store/sqlite/record-reader';
import { SqliteEventStore } from '@continuo/event-store/sqlite/sqlite-event-store';
import { deriveUuid } from '@continuo/kernel/ids';
import { DatabaseSync } from '@photostructure/sqlite';

/** A data directory on which nobody works, to be spoilt. */
export class Spoilt {
  readonly dataDir = mkdtempSync(join(tmpdir(), 'continuo-spoilt-'));

  constructor(original: string) {
    cpSync(original, this.dataDir, { recursive: true });
  }

  /** An event that the walk left behind: the first of its type that has what is looked for. */
  find(type: string, having: object = {}): RecordedEvent {
    const reader = new RecordReader({ file: join(this.dataDir, 'record.db') });
    try {
      const found = reader
        .readAll({ after: 0, maxCount: 100_000 })
        .events.find(
          (event) =>
            event.type === type &&
            Object.entries(having).every(
              ([key, value]) => (event.data as Record<string, unknown>)[key] === value,
            ),
        );
      if (!found) throw new Error(`the walk left no ${type} with ${JSON.stringify(having)}`);
      return found;
    } finally {
      reader.close();
    }
  }

  /** Appends an event the way a command would: all about it is right but what it says. */
  async append(
    stream: string,
    type: string,
    data: object,
    commandId = deriveUuid('forged', stream, type),
  ): Promise<void> {
    await this.withStore(async (store) => {
      const [last] = await store.readStream(stream, { direction: 'backwards', maxCount: 1 });
      const event: NewEvent = {
        id: deriveUuid(commandId, stream, 0),
        type,
        data,
        metadata: {
          actor: { kind: 'system', id: 'forger' },
          commandId,
          correlationId: commandId,
          recordedAt: '2027-01-01T00:00:00.000Z',
          effectiveAt: '2027-01-01T00:00:00.000Z',
        },
      };
      await store.append({ stream, expectedRevision: last?.revision ?? -1, events: [event] });
    });
  }

  async withStore(use: (store: SqliteEventStore) => Promise<unknown>): Promise<void> {
    const store = await SqliteEventStore.open({ file: join(this.dataDir, 'record.db') });
    try {
      await use(store);
    } finally {
      await store.close();
    }
  }

  /** Changes a file by hand; it must change something. */
  edit(file: string, sql: string, ...values: (string | number | null)[]): void {
    const db = new DatabaseSync(join(this.dataDir, file));
    try {
      if (Number(db.prepare(sql).run(...values).changes) === 0)
        throw new Error(`nothing to change: ${sql}`);
    } finally {
      db.close();
    }
  }

  /** As if every service had read all there is. */
  allHandled(): void {
    this.edit('messaging.db', 'UPDATE checkpoints SET position = 1000000');
  }

  remove(): void {
    rmSync(this.dataDir, { recursive: true, force: true });
  }
}
