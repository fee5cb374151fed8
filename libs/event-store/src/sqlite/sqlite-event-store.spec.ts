import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeEventStore } from '@continuo/testing/event-store.contract';
import { SqliteEventStore } from './sqlite-event-store';

const directory = mkdtempSync(join(tmpdir(), 'continuo-'));
let opened = 0;
const open = () => SqliteEventStore.open({ file: join(directory, `record-${opened}.db`) });

afterAll(() => rmSync(directory, { recursive: true }));

describeEventStore('SqliteEventStore', {
  open() {
    opened += 1;
    return open();
  },
  reopen: open,
});
