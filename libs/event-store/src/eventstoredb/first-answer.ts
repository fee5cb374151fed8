import { StoreUnavailableError } from '../errors';
import { Connection, withDeadline } from './connection';
import { hostsOf } from './connection-string';
import { NotAnsweredError } from './failures';
import type { HighestSeen } from './highest-seen';
import { RecordReads } from './record-reads';

const START_MS = 10_000;

/** Asks the server for anything. Throws {@link StoreUnavailableError} with what to look at. */
export async function assertAnswers(
  url: string,
  seen: HighestSeen,
  withinMs = START_MS,
): Promise<void> {
  const connection = new Connection(url, { deadlineMs: withinMs, budgetMs: withinMs });
  try {
    await withDeadline(new RecordReads(connection, seen).head(), withinMs);
  } catch (error) {
    if (!(error instanceof StoreUnavailableError || error instanceof NotAnsweredError)) throw error;
    const cause = error.cause instanceof Error ? error.cause : error;
    throw new StoreUnavailableError(
      `EventStoreDB at ${hostsOf(url)} did not answer within ${withinMs} ms (${cause.message}). ` +
        'Start it, or correct EVENTSTORE_URL.',
      { cause },
    );
  } finally {
    await connection.close();
  }
}
