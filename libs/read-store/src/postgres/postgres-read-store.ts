import { type AnyAggregate, AggregateRegistry } from '@continuo/event-store/aggregate';
import type { EventStore } from '@continuo/event-store/event-store';
import type { Leases } from '@continuo/messaging/leases';
import { kyselyDialect } from '@continuo/postgres/kysely-dialect';
import { migrate } from '@continuo/postgres/migrate';
import type { Postgres } from '@continuo/postgres/postgres';
import { PostgresListener } from '@continuo/postgres/postgres-listener';
import { Kysely } from 'kysely';
import type { Projection } from '../projection';
import type { ProjectionStatus, ReadModels, ReadStore } from '../read-store';
import { seenIn } from '../seen-in';
import { Checkpoints, READ_STORE_TABLES } from './checkpoints';
import { Progress } from './progress';
import { ProjectorProcess } from './projector-process';
import { channelOf, type Positions } from './write-page';

export interface PostgresReadStoreOptions {
  /** Stays open when the read store is closed. */
  readonly postgres: Postgres;
  readonly source: Pick<EventStore, 'readAll' | 'subscribe' | 'head'>;
  readonly projections: readonly Projection[];
  readonly aggregates: Iterable<AnyAggregate>;
  /** Of several processes one fills a read model. */
  readonly leases: Leases;
  /** A projection met an event it cannot take. */
  readonly onStopped?: (failure: Error, projection: string) => void;
  /** The read models cannot be written now; tried again. */
  readonly onTrouble?: (message: string) => void;
}

/**
 * Read models in PostgreSQL, shared by all processes: each is filled by whoever has its lease, and
 * queried by all. Queries fail with `UnavailableError` while the server does not answer.
 */
export class PostgresReadStore implements ReadStore {
  private readonly kysely: Kysely<never>;

  private constructor(
    private readonly checkpoints: Checkpoints,
    private readonly progress: Progress,
    private readonly listener: PostgresListener,
    private readonly projector: ProjectorProcess,
    postgres: Postgres,
  ) {
    this.kysely = new Kysely({ dialect: kyselyDialect(postgres) });
  }

  /** Resolves when there are tables for all projections. */
  static async open(options: PostgresReadStoreOptions): Promise<PostgresReadStore> {
    const { projections, source, leases, onStopped, onTrouble } = options;
    const postgres = options.postgres.named('read-store');
    const aggregates = new AggregateRegistry(options.aggregates);
    const trouble = (error: Error) => onTrouble?.(error.message);
    await migrate(postgres, READ_STORE_TABLES);
    const checkpoints = new Checkpoints(postgres);
    for (const projection of projections) await checkpoints.ensureLive(projection);
    const names = projections.map(({ name }) => name);
    const progress = new Progress(names, () => checkpoints.statuses());
    const listener = new PostgresListener(postgres, channelOf(postgres), {
      onNotification: (payload) => {
        if (payload) progress.learn(JSON.parse(payload) as Positions);
        else void progress.ask();
      },
      onTrouble: trouble,
    });
    const projector = new ProjectorProcess({
      postgres,
      source,
      projections,
      aggregates,
      leases,
      onStopped: (projection, failure) => {
        onStopped?.(failure, projection);
        void progress.ask();
      },
      onProgress: (positions) => progress.learn(positions),
      onTrouble: trouble,
    });
    return new PostgresReadStore(checkpoints, progress, listener, projector, postgres);
  }

  query<Tables>(): Kysely<Tables> {
    return this.kysely as unknown as Kysely<Tables>;
  }

  async position(projection: string): Promise<number> {
    this.progress.assertKnown(projection);
    return (await this.checkpoints.live(projection))?.position ?? 0;
  }

  snapshot<Answer>(ask: (models: ReadModels) => Promise<Answer>): Promise<Answer> {
    return this.kysely
      .transaction()
      .setIsolationLevel('repeatable read')
      .setAccessMode('read only')
      .execute((transaction) => ask(seenIn(transaction)));
  }

  caughtUp(projection: string, position: number): Promise<void> {
    return this.progress.caughtUp(projection, position);
  }

  /** Of all read models of the deployment. */
  statuses(): Promise<readonly ProjectionStatus[]> {
    return this.checkpoints.statuses();
  }

  async close(): Promise<void> {
    await this.projector.close();
    await this.listener.close();
    this.progress.close();
    await this.kysely.destroy();
  }
}
