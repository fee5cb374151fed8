import { readStatuses } from '@continuo/read-store/sqlite/checkpoints';
import type { ProjectionStatus, ReadModels, ReadStore } from '@continuo/read-store/read-store';
import { kyselyDialect } from '@continuo/sqlite/kysely-dialect';
import { openDatabase } from '@continuo/sqlite/open-database';
import { Kysely } from 'kysely';

/** The read models in a file as they were left: there is no record, and nothing fills them further. */
export class KeptReadModels implements ReadStore {
  private readonly db;
  private readonly kysely: Kysely<never>;

  constructor(file: string) {
    this.db = openDatabase({ file, readOnly: true });
    this.kysely = new Kysely({ dialect: kyselyDialect(this.db) });
  }

  query<Tables>(): Kysely<Tables> {
    return this.kysely as unknown as Kysely<Tables>;
  }

  async position(projection: string): Promise<number> {
    const statuses = await this.statuses();
    return statuses.find(({ name }) => name === projection)?.position ?? 0;
  }

  snapshot<Answer>(ask: (models: ReadModels) => Promise<Answer>): Promise<Answer> {
    return ask(this);
  }

  async caughtUp(): Promise<void> {
    return Promise.resolve();
  }

  async statuses(): Promise<readonly ProjectionStatus[]> {
    return readStatuses(this.db);
  }

  close(): Promise<void> {
    return this.kysely.destroy();
  }
}
