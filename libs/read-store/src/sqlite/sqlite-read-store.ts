import { kyselyDialect } from '@continuo/sqlite/kysely-dialect';
import { type Database, openDatabase } from '@continuo/sqlite/open-database';
import { Kysely } from 'kysely';
import type { ProjectionStatus, ReadModels, ReadStore } from '../read-store';
import { seenIn } from '../seen-in';
import { readStatuses } from './checkpoints';
import { ProjectorThread, type ProjectorThreadOptions } from './projector-thread';

/** Read models in `read.db`: filled by a thread, queried through a read-only connection here. */
export class SqliteReadStore implements ReadStore {
  private readonly kysely: Kysely<never>;
  private readonly findPosition;

  private constructor(
    private readonly thread: ProjectorThread,
    private readonly readFile: string,
    private readonly db: Database,
  ) {
    this.kysely = new Kysely({ dialect: kyselyDialect(db) });
    this.findPosition = db.prepare(
      `SELECT position FROM projection_checkpoints WHERE name = ? AND state = 'live'`,
    );
  }

  static async open(options: ProjectorThreadOptions): Promise<SqliteReadStore> {
    const thread = await ProjectorThread.open(options);
    const { readFile } = options;
    return new SqliteReadStore(thread, readFile, openDatabase({ file: readFile, readOnly: true }));
  }

  /** To be told of each append, or of some of them. */
  headMoved(position: number): void {
    this.thread.headMoved(position);
  }

  query<Tables>(): Kysely<Tables> {
    return this.kysely as unknown as Kysely<Tables>;
  }

  async position(projection: string): Promise<number> {
    const row = this.findPosition.get(projection) as { position: number } | undefined;
    if (!row) throw new Error(`there is no projection ${projection}`);
    return row.position;
  }

  /** On a connection of its own: no other question waits until it is answered. */
  async snapshot<Answer>(ask: (models: ReadModels) => Promise<Answer>): Promise<Answer> {
    const db = openDatabase({ file: this.readFile, readOnly: true });
    const kysely = new Kysely<never>({ dialect: kyselyDialect(db) });
    try {
      return await kysely.transaction().execute((transaction) => ask(seenIn(transaction)));
    } finally {
      await kysely.destroy();
    }
  }

  caughtUp(projection: string, position: number): Promise<void> {
    return this.thread.caughtUp(projection, position);
  }

  async statuses(): Promise<readonly ProjectionStatus[]> {
    return readStatuses(this.db);
  }

  async close(): Promise<void> {
    await this.thread.close();
    await this.kysely.destroy();
  }
}
