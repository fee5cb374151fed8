import { NO_STREAM } from '../../event-store';
import { SqliteEventStore } from '../sqlite-event-store';

/** Child process of a test: appends to several streams at once and prints each acknowledged event id. */
async function appendForever(file: string, run: string): Promise<void> {
  const store = await SqliteEventStore.open({ file });
  const recordedAt = '2026-11-22T09:30:00.000Z';
  const caller = async (number: number) => {
    for (let revision = NO_STREAM; ; revision += 1) {
      const id = `${run}-${number}-${revision + 1}`;
      const metadata = {
        actor: { kind: 'system', id: 'test' } as const,
        commandId: id,
        correlationId: run,
        recordedAt,
        effectiveAt: recordedAt,
      };
      const events = [{ id, type: 'order.noted.v1', data: { note: 'x'.repeat(300) }, metadata }];
      await store.append({ stream: `order-${run}-${number}`, expectedRevision: revision, events });
      process.stdout.write(`${id}\n`);
    }
  };
  await Promise.all(Array.from({ length: 16 }, (_, number) => caller(number)));
}

const [file = '', run = ''] = process.argv.slice(-2);
void appendForever(file, run);
