import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeEventStore } from '@continuo/testing/event-store.contract';
import { EventStoreDbStandIn } from '@continuo/testing/eventstoredb-stand-in/stand-in';
import {
  startTestServer,
  type TestServer,
  uniqueLetters,
} from '@continuo/testing/eventstoredb-stand-in/test-server';
import { ShareOfRecord } from '@continuo/testing/share-of-record';
import { EventStoreDbEventStore, type EventStoreDbOptions } from './eventstoredb-event-store';
import { SqliteRecordSide } from './sqlite-record-side';

const directory = mkdtempSync(join(tmpdir(), 'continuo-'));
let opened = 0;

afterAll(() => rmSync(directory, { recursive: true }));

async function openOn(
  url: string,
  options: Partial<EventStoreDbOptions> = {},
): Promise<EventStoreDbEventStore> {
  const side = await SqliteRecordSide.open({ file: join(directory, `side-${opened}.db`) });
  return EventStoreDbEventStore.open({ url, side, ...options });
}

describe.each([
  ['each who follows it with a subscription of his own', {}],
  ['all who follow it sharing one', { tail: {} }],
])('alone on a stand-in, %s', (_, options) => {
  const standIns: EventStoreDbStandIn[] = [];
  const reopen = () => openOn(standIns.at(-1)?.url ?? '', options);
  afterAll(() => Promise.all(standIns.map((standIn) => standIn.stop())));

  describeEventStore('EventStoreDbEventStore', {
    async open() {
      opened += 1;
      standIns.push(await EventStoreDbStandIn.start());
      return reopen();
    },
    reopen,
  });
});

describe('with others on EVENTSTORE_URL, or one stand-in', () => {
  let server: TestServer;
  let mark: string;
  let base: number;
  beforeAll(async () => (server = await startTestServer()));
  afterAll(() => server.stop());

  describeEventStore('EventStoreDbEventStore', {
    async open() {
      opened += 1;
      mark = uniqueLetters();
      const store = await openOn(server.url);
      base = await store.head();
      return new ShareOfRecord(store, mark, base);
    },
    reopen: async () => new ShareOfRecord(await openOn(server.url), mark, base),
  });
});
