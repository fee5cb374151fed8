import type { Postgres, Session } from '@continuo/postgres/postgres';
import type { PageEffect } from '../projector';
import { allEnded, claim, type Generation } from './generation';

export const channelOf = (postgres: Postgres) => `${postgres.schema}_read_models`;

/** How far read models are, as it is told to all processes. */
export type Positions = Readonly<Record<string, number>>;

/**
 * Rows and checkpoints of several read models in one transaction: all or none. `onWritten` is
 * done in it as well. Rows can be made again from the record and are lost together with
 * their checkpoint, so the commit is not waited for on the server's disk.
 */
export async function writePage(
  postgres: Postgres,
  effects: readonly PageEffect<Generation>[],
  upTo: number,
  onWritten?: (session: Session) => Promise<void>,
): Promise<void> {
  await postgres.transaction(async (session, client) => {
    await client.query('SET LOCAL synchronous_commit = off');
    await claim(
      client,
      effects.map(({ model }) => model.row),
      upTo,
    );
    await allEnded(effects.map(({ model, changes }) => model.write(client, changes)));
    const positions: Positions = Object.fromEntries(
      effects.filter(isLive).map(({ model }) => [model.row.name, upTo]),
    );
    await client.query('SELECT pg_notify($1, $2)', [
      channelOf(postgres),
      JSON.stringify(positions),
    ]);
    await onWritten?.(session);
  });
  for (const { model } of effects) model.row = { ...model.row, position: upTo };
}

const isLive = ({ model }: PageEffect<Generation>) => model.row.state === 'live';
