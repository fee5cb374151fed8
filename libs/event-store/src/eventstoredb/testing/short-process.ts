import { NO_STREAM } from '../../event-store';
import { EventStoreDbEventStore } from '../eventstoredb-event-store';
import { SqliteRecordSide } from '../sqlite-record-side';

/** Child process of a test: appends, follows, closes, and must then end by itself. */
async function appendAndClose(url: string, sideFile: string): Promise<void> {
  const side = await SqliteRecordSide.open({ file: sideFile });
  const store = await EventStoreDbEventStore.open({ url, side });
  const recordedAt = '2026-11-22T09:30:00.000Z';
  const metadata = {
    actor: { kind: 'system', id: 'test' } as const,
    commandId: 'command-1',
    correlationId: 'command-1',
    recordedAt,
    effectiveAt: recordedAt,
  };
  const id = 'd9b2d63d-a233-4123-847a-7090d6d0a5e1';
  await new Promise<void>((resolve, reject) => {
    store.subscribe({ after: 0, onPage: () => resolve(), onError: reject });
    const events = [{ id, type: 'order.noted.v1', data: {}, metadata }];
    store.append({ stream: 'order-1', expectedRevision: NO_STREAM, events }).catch(reject);
  });
  await store.close();
  process.stdout.write('closed\n');
}

const [url = '', sideFile = ''] = process.argv.slice(-2);
void appendAndClose(url, sideFile);
