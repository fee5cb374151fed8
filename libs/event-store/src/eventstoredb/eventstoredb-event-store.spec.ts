import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeEventStore } from '@continuo/testing/event-store.contract';
import { EventStoreDbStandIn } from '@continuo/testing/eventstoredb-stand-in/stand-in';
import { EventStoreDbEventStore } from './eventstoredb-event-store';
import { SqliteRecordSide } from './sqlite-record-side';

const directory = mkdtempSync(join(tmpdir(), 'continuo-'));
const standIns: EventStoreDbStandIn[] = [];

afterAll(async () => {
  await Promise.all(standIns.map((standIn) => standIn.stop()));
  rmSync(directory, { recursive: true });
});

const openSide = () =>
  SqliteRecordSide.open({ file: join(directory, `side-${standIns.length}.db`) });
const open = async () =>
  EventStoreDbEventStore.open({ url: standIns.at(-1)?.url ?? '', side: await openSide() });

describeEventStore('EventStoreDbEventStore on the stand-in', {
  async open() {
    standIns.push(await EventStoreDbStandIn.start());
    return open();
  },
  reopen: open,
});
