import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { TYPESCRIPT_HOOK } from '@continuo/sqlite/spawn-worker';
import { newEvent, until } from '@continuo/testing/event-store.contract';
import { StorageFullError, StoreStoppedError } from '../errors';
import { NO_STREAM } from '../event-store';
import { verifyChain } from '../hash-chain';
import { RecordReader } from './record-reader';
import { SqliteEventStore } from './sqlite-event-store';

const CHILD = join(__dirname, 'testing/appending-process.ts');

describe('the record on its disk', () => {
  let directory: string;
  let file: string;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'continuo-'));
    file = join(directory, 'record.db');
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  const appendNew = (store: SqliteEventStore, stream: string, data: object = {}) =>
    store.append({ stream, expectedRevision: NO_STREAM, events: [newEvent(data)] });

  function verify() {
    const reader = new RecordReader({ file });
    const report = verifyChain(reader.hashedRows());
    reader.close();
    return report;
  }

  /** Appends in another process until it has acknowledged `count`, then kills it. Answers all acknowledged ids. */
  async function appendAndKill(run: string, count: number): Promise<string[]> {
    const child = spawn(
      process.execPath,
      ['-r', TYPESCRIPT_HOOK, '-e', `require(${JSON.stringify(CHILD)})`, file, run],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      if (output.split('\n').length > count) child.kill('SIGKILL');
    });
    await once(child, 'close');
    return output.slice(0, output.lastIndexOf('\n')).split('\n');
  }

  it('has everything acknowledged when its process is killed, again and again', async () => {
    const acknowledged: string[] = [];
    for (const [run, count] of [
      ['a', 1],
      ['b', 50],
      ['c', 1_500],
    ] as const) {
      const ids = await appendAndKill(run, count);
      expect(ids.length).toBeGreaterThanOrEqual(count);
      acknowledged.push(...ids);
    }
    const store = await SqliteEventStore.open({ file });
    const { events } = await store.readAll({ after: 0, maxCount: 1_000_000 });
    const recorded = new Set(events.map(({ id }) => id));
    expect(acknowledged.filter((id) => !recorded.has(id))).toEqual([]);
    expect(events.map(({ position }) => position)).toEqual(events.map((_, index) => index + 1));
    await appendNew(store, 'order-after');
    await store.close();
    expect(verify()).toEqual({ events: events.length + 1, breaches: [] });
  });

  it('says storage_full, serves reads meanwhile, and goes on when there is space', async () => {
    const store = await SqliteEventStore.open({ file, maxPageCount: 60 });
    let written = 0;
    const fill = async () => {
      for (;;) {
        await appendNew(store, `order-${written}`, { filler: 'x'.repeat(3_000) });
        written += 1;
      }
    };
    await expect(fill()).rejects.toThrow(StorageFullError);
    expect(written).toBeGreaterThan(0);
    await expect(
      appendNew(store, 'order-full', { filler: 'x'.repeat(9_000) }),
    ).rejects.toMatchObject({ code: 'storage_full' });
    expect((await store.readAll({ after: 0, maxCount: 1_000 })).events).toHaveLength(written);

    store.limitPages(10_000);
    const seen: string[] = [];
    store.subscribe({
      after: written,
      onPage: (events) => void seen.push(...events.map(({ stream }) => stream)),
      onError: (error) => seen.push(error.message),
    });
    expect(await appendNew(store, `order-full`, { filler: 'x'.repeat(9_000) })).toEqual({
      revision: 0,
      position: written + 1,
    });
    await appendNew(store, `order-more`);
    await until(() => seen.length > 1);
    await store.close();
    expect(seen).toEqual(['order-full', 'order-more']);
    expect(verify()).toEqual({ events: written + 2, breaches: [] });
  });

  it('stops for good when a commit cannot be synced, and recovers by reading again', async () => {
    const onStopped = jest.fn<void, [Error]>();
    const onError = jest.fn<void, [Error]>();
    const store = await SqliteEventStore.open({
      file,
      onStopped,
      writerModule: join(__dirname, 'testing/faulty-record-writer'),
    });
    store.subscribe({ after: 0, onPage: () => {}, onError });
    await appendNew(store, 'order-1');
    const answers = await Promise.allSettled([
      appendNew(store, 'order-2'),
      appendNew(store, 'disk-fails'),
    ]);
    for (const answer of answers) {
      expect(answer).toEqual({ status: 'rejected', reason: expect.any(StoreStoppedError) });
    }
    await expect(appendNew(store, 'order-3')).rejects.toThrow('disk I/O error');
    expect(onStopped).toHaveBeenCalledTimes(1);
    expect(onError).toHaveBeenCalledTimes(1);
    expect(await store.readStream('order-1')).toHaveLength(1);
    await store.close();

    const again = await SqliteEventStore.open({ file });
    expect(await again.head()).toBe(1);
    expect(await appendNew(again, 'order-2')).toEqual({ revision: 0, position: 2 });
    await again.close();
  });

  it('refuses a file of a newer version', async () => {
    const db = new DatabaseSync(file);
    db.exec('PRAGMA user_version = 99');
    db.close();
    await expect(SqliteEventStore.open({ file })).rejects.toThrow('the record has format 99');
  });

  it('removes replies that are a month old when it opens', async () => {
    const store = await SqliteEventStore.open({ file });
    const reply = { requestHash: '', status: 200, body: '', headers: {} };
    await store.saveReply({ ...reply, key: 'old', recordedAt: '2026-10-01T00:00:00.000Z' });
    await store.saveReply({ ...reply, key: 'new', recordedAt: '2026-11-01T00:00:00.000Z' });
    await store.close();
    const later = await SqliteEventStore.open({ file, now: '2026-11-22T00:00:00.000Z' });
    await appendNew(later, 'order-1');
    expect(await later.findReply('old')).toBeUndefined();
    expect(await later.findReply('new')).toBeDefined();
    await later.close();
  });

  describe('its hash chain', () => {
    beforeEach(async () => {
      const store = await SqliteEventStore.open({ file });
      for (const stream of ['order-1', 'order-2']) {
        const events = Array.from({ length: 4 }, (_, n) => newEvent({ n }));
        await store.append({ stream, expectedRevision: NO_STREAM, events });
        await store.append({ stream, expectedRevision: 3, events: [newEvent({ note: 'Größe' })] });
      }
      await store.close();
    });

    const tamper = (sql: string) => {
      const db = new DatabaseSync(file);
      db.exec(sql);
      db.close();
    };

    it('is unbroken when nobody has touched it', () => {
      expect(verify()).toEqual({ events: 10, breaches: [] });
    });

    it.each([
      ['data', `UPDATE events SET data = '{"n":7}' WHERE stream = 'order-1' AND revision = 2`],
      [
        'actor',
        `UPDATE events SET metadata = replace(metadata, 'agt_1', 'agt_2') WHERE stream = 'order-1' AND revision = 2`,
      ],
      [
        'type',
        `UPDATE events SET type = 'order.placed.v1' WHERE stream = 'order-1' AND revision = 2`,
      ],
      ['id', `UPDATE events SET id = 'another' WHERE stream = 'order-1' AND revision = 2`],
    ])('names the event whose %s was altered', (_what, sql) => {
      tamper(sql);
      expect(verify()).toEqual({
        events: 10,
        breaches: [{ stream: 'order-1', revision: 2, problem: 'altered' }],
      });
    });

    it('names the place where an event is missing', () => {
      tamper(`DELETE FROM events WHERE stream = 'order-2' AND revision = 1`);
      expect(verify()).toEqual({
        events: 9,
        breaches: [{ stream: 'order-2', revision: 2, problem: 'gap' }],
      });
    });

    it('notices two events that changed places', () => {
      tamper(`UPDATE events SET revision = 99 WHERE stream = 'order-1' AND revision = 1;
              UPDATE events SET revision = 1 WHERE stream = 'order-1' AND revision = 2;
              UPDATE events SET revision = 2 WHERE stream = 'order-1' AND revision = 99`);
      expect(verify().breaches.map(({ revision }) => revision)).toEqual([1, 2, 3]);
    });
  });
});
