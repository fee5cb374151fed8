import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EventStore, NewEvent } from '@continuo/event-store/event-store';
import { EventStoreDbEventStore } from '@continuo/event-store/eventstoredb/eventstoredb-event-store';
import { EventStoreDbReader } from '@continuo/event-store/eventstoredb/eventstoredb-reader';
import { verifyChains } from '@continuo/event-store/hash-chain';
import { PostgresRecordSide } from '@continuo/event-store/postgres/postgres-record-side';
import { RecordReader } from '@continuo/event-store/sqlite/record-reader';
import { SqliteEventStore } from '@continuo/event-store/sqlite/sqlite-event-store';
import { PostgresAccessKeys } from '@continuo/http/postgres/postgres-access-keys';
import { SqliteAccessKeys } from '@continuo/http/sqlite/sqlite-access-keys';
import { deriveUuid } from '@continuo/kernel/ids';
import { LocalPersonalData } from '@continuo/personal-data/local/local-personal-data';
import { ERASED } from '@continuo/personal-data/personal-data';
import { PostgresPersonalData } from '@continuo/personal-data/postgres/postgres-personal-data';
import { PostgresLeases } from '@continuo/postgres/postgres-leases';
import { acquireDataLock } from '@continuo/sqlite/data-lock';
import { openDatabase } from '@continuo/sqlite/open-database';
import { EventStoreDbStandIn } from '@continuo/testing/eventstoredb-stand-in/stand-in';
import { describeWithPostgres } from '@continuo/testing/postgres';
import fc from 'fast-check';
import { migrate, type MigrateOptions } from './migrate';

jest.setTimeout(180_000);

const CATEGORIES = ['order', 'customer', 'subscription', 'payment'];
const NOW = '2027-01-01T00:00:00.000Z';
const LATER = '2999-01-01T00:00:00.000Z';
const clock = { now: () => NOW };
const keyEncryptionKey = Buffer.alloc(32, 7).toString('base64');

interface Append {
  readonly category: number;
  readonly id: number;
  readonly datas: readonly object[];
  readonly due: string | null | undefined;
}

const appends = fc.array(
  fc.record({
    category: fc.nat(CATEGORIES.length - 1),
    id: fc.nat(11),
    datas: fc.array(fc.dictionary(fc.string(), fc.jsonValue()), { minLength: 5, maxLength: 7 }),
    due: fc.constantFrom(undefined, undefined, null, '2027-02-03T04:05:06.000Z', LATER),
  }),
  { minLength: 60, maxLength: 75 },
);

const newEvent = (data: object, number: number): NewEvent => ({
  id: deriveUuid('generated', number),
  type: 'order.noted.v1',
  data,
  metadata: {
    actor: { kind: 'system', id: 'generator' },
    commandId: deriveUuid('command', number),
    correlationId: deriveUuid('command', number),
    reason: number % 3 === 0 ? 'naïve — “quoted”' : undefined,
    recordedAt: NOW,
    effectiveAt: NOW,
  },
});

async function write(store: EventStore, all: readonly Append[]): Promise<number> {
  const revisions = new Map<string, number>();
  let written = 0;
  for (const { category, id, datas, due: dueAt } of all) {
    const stream = `${CATEGORIES[category]}-${id}`;
    const expectedRevision = revisions.get(stream) ?? -1;
    const events = datas.map((data) => newEvent(data, (written += 1)));
    const { revision } = await store.append({ stream, expectedRevision, events, dueAt });
    revisions.set(stream, revision);
  }
  return written;
}

/** Every event word for word, stream by stream; their order; what is due. */
function contentOf(dataDir: string) {
  const reader = new RecordReader({ file: join(dataDir, 'record.db') });
  const rows = [...reader.hashedRows()].map((row) => ({
    ...row,
    hash: Buffer.from(row.hash).toString('hex'),
  }));
  const order = [...reader.events()].map(({ event: { stream, revision } }) => [stream, revision]);
  const due = CATEGORIES.map((category) => reader.dueStreams(category, LATER, 1_000));
  reader.close();
  return { rows, order, due };
}

describeWithPostgres('continuo migrate', (server) => {
  const folders: string[] = [];
  let standIn: EventStoreDbStandIn;
  let schema: string;

  const folder = () => {
    const made = mkdtempSync(join(tmpdir(), 'continuo-migrate-'));
    folders.push(made);
    return made;
  };
  const recordIn = async (dataDir: string, all?: readonly Append[]) => {
    const store = await SqliteEventStore.open({ file: join(dataDir, 'record.db') });
    const [sample] = fc.sample(appends, { numRuns: 1, seed: 11 });
    const events = await write(store, all ?? sample!);
    await store.close();
    return events;
  };
  const run = (
    to: MigrateOptions['to'],
    dataDir: string,
    onProgress: MigrateOptions['onProgress'] = () => undefined,
  ) =>
    migrate({
      to,
      dataDir,
      eventStoreUrl: standIn.url,
      postgresUrl: server.url,
      schema,
      keyEncryptionKey,
      clock,
      onProgress,
    });

  beforeEach(async () => {
    standIn = await EventStoreDbStandIn.start();
    schema = server.newSchema();
  });
  afterEach(() => standIn.stop());
  afterAll(() => folders.forEach((made) => rmSync(made, { recursive: true, force: true })));

  it('brings any record there and back, byte for byte, in its order, with its due dates', async () => {
    await fc.assert(
      fc.asyncProperty(appends, async (all) => {
        const [original, back] = [folder(), folder()];
        const events = await recordIn(original, all);
        expect(events).toBeGreaterThanOrEqual(300);
        const there = await run('eventstoredb', original);
        expect(there).toMatchObject({ events, written: events, alreadyThere: 0 });
        const reader = await EventStoreDbReader.open({ url: standIn.url });
        const chains = await verifyChains(reader.hashedRows());
        await reader.close();
        expect(chains).toEqual({ events, breaches: [] });
        expect(await run('sqlite', back)).toMatchObject({ events, written: events });
        expect(contentOf(back)).toEqual(contentOf(original));
        await standIn.stop();
        standIn = await EventStoreDbStandIn.start();
        schema = server.newSchema();
      }),
      { numRuns: 2, endOnFailure: true },
    );
  });

  it('knows what is due where it went', async () => {
    const original = folder();
    await recordIn(original);
    await run('eventstoredb', original);
    const postgres = await server.open(schema);
    const side = await PostgresRecordSide.open(postgres);
    const due = await Promise.all(CATEGORIES.map((each) => side.dueStreams(each, LATER, 1_000)));
    await postgres.close();
    expect(due).toEqual(contentOf(original).due);
    expect(due.flat().length).toBeGreaterThan(3);
  });

  it.each(['eventstoredb', 'sqlite'] as const)(
    'goes on where it was cut off on the way to %s, writing nothing twice',
    async (to) => {
      const [original, back] = [folder(), folder()];
      const events = await recordIn(original);
      if (to === 'sqlite') await run('eventstoredb', original);
      const dataDir = to === 'sqlite' ? back : original;
      let seen = 0;
      const cutOff = run(to, dataDir, () => {
        if ((seen += 1) === 200) throw new Error('cut off');
      });
      await expect(cutOff).rejects.toThrow('cut off');
      const rest = await run(to, dataDir);
      expect(rest.alreadyThere).toBeGreaterThan(150);
      expect(rest.alreadyThere + rest.written).toBe(events);
      expect(await run(to, dataDir)).toMatchObject({ written: 0, alreadyThere: events });
      if (to === 'eventstoredb') await run('sqlite', back);
      expect(contentOf(back)).toEqual(contentOf(original));
    },
  );

  it('refuses a target that holds something else, by the name of the first stream that differs', async () => {
    const original = folder();
    await recordIn(original);
    const postgres = await server.open(schema);
    const side = await PostgresRecordSide.open(postgres);
    const store = await EventStoreDbEventStore.open({ url: standIn.url, side });
    const [first] = contentOf(original).order;
    await store.append({
      stream: 'order-other',
      expectedRevision: -1,
      events: [newEvent({}, 999_999)],
    });
    await expect(run('eventstoredb', original)).rejects.toThrow(
      'the first stream that differs is order-other, at revision 0',
    );
    const held = await store.readStream(String(first?.[0]));
    await store.close();
    await postgres.close();
    expect(held).toEqual([]);
  });

  it('refuses a target that has gone on since', async () => {
    const original = folder();
    await recordIn(original);
    await run('eventstoredb', original);
    const postgres = await server.open(schema);
    const side = await PostgresRecordSide.open(postgres);
    const store = await EventStoreDbEventStore.open({ url: standIn.url, side });
    await store.append({
      stream: 'order-new',
      expectedRevision: -1,
      events: [newEvent({}, 999_999)],
    });
    await store.close();
    await postgres.close();
    await expect(run('eventstoredb', original)).rejects.toThrow('order-new, at revision 0');
  });

  it('refuses a source that somebody has altered', async () => {
    const original = folder();
    await recordIn(original);
    const [stream, revision] = contentOf(original).order[20]!;
    const db = openDatabase({ file: join(original, 'record.db') });
    db.exec(`UPDATE events SET data = '{"altered":1}' WHERE position = 21`);
    db.close();
    await expect(run('eventstoredb', original)).rejects.toThrow(
      `${stream}@${revision} in ${join(original, 'record.db')} is not what was written there`,
    );
  });

  it('refuses while a server or a service runs, and where there is no record', async () => {
    const original = folder();
    await expect(run('eventstoredb', original)).rejects.toThrow('There is no record');
    await recordIn(original);
    const lock = acquireDataLock(original);
    await expect(run('eventstoredb', original)).rejects.toThrow('is in use by');
    lock.release();
    const postgres = await server.open(schema);
    const leases = new PostgresLeases(postgres);
    await new Promise<void>((held) => {
      leases.hold('relay.orders', (lost) => {
        held();
        return new Promise((resolve) => lost.addEventListener('abort', () => resolve()));
      });
    });
    await expect(run('eventstoredb', original)).rejects.toThrow('lease relay.orders');
    await leases.close();
    await postgres.close();
  });

  it('takes along keys, erasures, revocations and answers given, both ways', async () => {
    const [original, back] = [folder(), folder()];
    await recordIn(original);
    const local = await LocalPersonalData.open({ dataDir: original, clock, keyEncryptionKey });
    const owner = { customerId: 'cus_1', purpose: 'name' };
    const gone = { customerId: 'cus_2', purpose: 'name' };
    const sealed = await local.seal('Pat', owner as never);
    const lost = await local.seal('Sam', gone as never);
    await local.erase('cus_2');
    await local.close();
    const access = SqliteAccessKeys.open(join(original, 'access.db'));
    const live = access.create({ role: 'admin', name: 'live' });
    const ended = access.create({ role: 'admin', name: 'ended' });
    access.revoke(ended.keyId);
    access.close();
    const store = await SqliteEventStore.open({ file: join(original, 'record.db') });
    const reply = {
      key: 'key',
      requestHash: 'hash',
      status: 201,
      body: 'v1.sealed',
      headers: { etag: '"0"' },
      recordedAt: NOW,
    };
    await store.saveReply(reply);
    await store.close();

    const copied = { customerKeys: 1, erasedCustomers: 1, accessKeys: 2, replies: 1 };
    expect(await run('eventstoredb', original)).toMatchObject(copied);
    const postgres = await server.open(schema);
    const shared = await PostgresPersonalData.open({ postgres, clock, keyEncryptionKey });
    expect(await shared.open(sealed, owner as never)).toBe('Pat');
    expect(await shared.open(lost, gone as never)).toBe(ERASED);
    await expect(shared.seal('Sam', gone as never)).rejects.toThrow();
    const keys = await PostgresAccessKeys.open(postgres);
    expect(await keys.find(live.secret)).toMatchObject({ keyId: live.keyId });
    expect(await keys.find(ended.secret)).toBeUndefined();
    expect(await (await PostgresRecordSide.open(postgres)).findReply('key')).toEqual(reply);
    await shared.erase('cus_1');
    await keys.revoke(live.keyId);
    await postgres.close();

    await run('sqlite', back);
    const again = await LocalPersonalData.open({ dataDir: back, clock, keyEncryptionKey });
    expect(await again.open(sealed, owner as never)).toBe(ERASED);
    await again.close();
    await run('sqlite', original);
    const first = SqliteAccessKeys.open(join(original, 'access.db'));
    expect(first.find(live.secret)).toBeUndefined();
    first.close();
    const before = await LocalPersonalData.open({ dataDir: original, clock, keyEncryptionKey });
    expect(await before.open(sealed, owner as never)).toBe(ERASED);
    await before.close();
  });

  it('refuses keys that another key-encryption key has wrapped', async () => {
    const original = folder();
    await recordIn(original);
    const other = Buffer.alloc(32, 8).toString('base64');
    await (
      await LocalPersonalData.open({ dataDir: original, clock, keyEncryptionKey: other })
    ).close();
    await expect(run('eventstoredb', original)).rejects.toThrow('another key-encryption key');
  });
});
