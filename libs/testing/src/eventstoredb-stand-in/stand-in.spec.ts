import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TYPESCRIPT_HOOK } from '@continuo/sqlite/spawn-worker';
import {
  ANY,
  BACKWARDS,
  END,
  EventStoreDBClient,
  jsonEvent,
  NO_STREAM,
  START,
  STREAM_EXISTS,
  streamNameFilter,
} from '@eventstore/db-client';
import { startTestServer, type TestServer, uniqueLetters } from './test-server';

const note = (data: Record<string, number> = {}) => jsonEvent({ type: 'note', data });
/** Per-call credentials make an append a call of its own; without TLS they are not sent. */
const BY_ITSELF = { credentials: { username: 'nobody', password: 'none' } };

/** What the adapter relies on, asked of the stand-in, or of the server of EVENTSTORE_URL. */
describe('an EventStoreDB server', () => {
  let server: TestServer;
  let client: EventStoreDBClient;
  let stream: string;
  beforeAll(async () => {
    server = await startTestServer();
    client = EventStoreDBClient.connectionString(server.url);
  });
  beforeEach(() => (stream = `note${uniqueLetters()}-1`));
  afterAll(async () => {
    await client.dispose();
    await server.stop();
  });

  async function revisions(options: Parameters<EventStoreDBClient['readStream']>[1] = {}) {
    const found: number[] = [];
    for await (const { event } of client.readStream(stream, options))
      found.push(Number(event?.revision));
    return found;
  }

  describe.each([
    ['in a batch', {}],
    ['by itself', process.env.EVENTSTORE_URL ? {} : BY_ITSELF],
  ])('appending %s', (_, options) => {
    const append = (
      expectedRevision: bigint | typeof NO_STREAM | typeof ANY | typeof STREAM_EXISTS,
      ...events: ReturnType<typeof note>[]
    ) => client.appendToStream(stream, events, { expectedRevision, ...options });

    it('counts revisions, and positions upwards with gaps', async () => {
      const first = await append(NO_STREAM, note());
      const second = await append(0n, note(), note());
      expect([first.nextExpectedRevision, second.nextExpectedRevision]).toEqual([0n, 2n]);
      const distance = Number(second.position?.commit) - Number(first.position?.commit);
      expect(distance).toBeGreaterThan(2);
    });

    it('takes the same ids at the same revision for the same append, which keeps its place', async () => {
      const events = [note(), note()];
      const first = await append(NO_STREAM, ...events);
      await append(1n, note());
      const again = await append(NO_STREAM, ...events);
      expect(again.nextExpectedRevision).toBe(1n);
      expect(again.position ?? first.position).toEqual(first.position);
      expect(await revisions()).toEqual([0, 1, 2]);
    });

    it.each([
      ['a stream that is said to be new', NO_STREAM],
      ['an earlier revision', 0n],
      ['a later revision', 7n],
    ] as const)('refuses %s and says where the stream is', async (_case, expected) => {
      await append(NO_STREAM, note(), note());
      await expect(append(expected, note())).rejects.toMatchObject({
        type: 'wrong-expected-version',
        actualVersion: 1n,
      });
    });

    it('refuses to go on with what does not exist, and any revision is any', async () => {
      await expect(append(STREAM_EXISTS, note())).rejects.toMatchObject({
        actualVersion: 'no_stream',
      });
      await append(ANY, note());
      await append(STREAM_EXISTS, note());
      expect(await revisions()).toEqual([0, 1]);
    });

    it('lets a stream that was deleted begin again, after its last revision', async () => {
      await append(NO_STREAM, note(), note());
      await client.deleteStream(stream);
      await expect(revisions()).rejects.toMatchObject({ type: 'stream-not-found' });
      await append(NO_STREAM, note());
      expect(await revisions()).toEqual([2]);
    });

    it('ends a stream with a tombstone', async () => {
      await append(NO_STREAM, note());
      await client.tombstoneStream(stream);
      await expect(append(0n, note())).rejects.toMatchObject({ type: 'stream-deleted' });
      await expect(revisions()).rejects.toMatchObject({ type: 'stream-deleted' });
    });
  });

  it('reads a stream both ways, from a revision, up to a count', async () => {
    await client.appendToStream(stream, [note(), note(), note(), note()]);
    expect(await revisions({ fromRevision: 1n, maxCount: 2 })).toEqual([1, 2]);
    expect(await revisions({ direction: BACKWARDS, fromRevision: END, maxCount: 2 })).toEqual([
      3, 2,
    ]);
    expect(await revisions({ direction: BACKWARDS, fromRevision: 1n })).toEqual([1, 0]);
  });

  it('reads $all from a position on, which is included', async () => {
    const { position } = await client.appendToStream(stream, note());
    await client.appendToStream(stream, note());
    if (!position) throw new Error('the server has given no position');
    const streams: (string | undefined)[] = [];
    for await (const { event } of client.readAll({ fromPosition: position }))
      streams.push(event?.streamId);
    expect(streams.filter((name) => name === stream)).toHaveLength(2);
  });

  it('follows streams with a prefix, after a position, with checkpoints', async () => {
    const { position } = await client.appendToStream(stream, note({ n: 0 }));
    if (!position) throw new Error('the server has given no position');
    let checkpoints = 0;
    const filter = streamNameFilter({
      prefixes: [stream],
      checkpointReached: async () => void (checkpoints += 1),
    });
    const subscription = client.subscribeToAll({ fromPosition: position, filter });
    const others = Array.from({ length: 70 }, () => note());
    await client.appendToStream(`${stream.slice(0, -2)}x-1`, others);
    await client.appendToStream(stream, note({ n: 1 }));
    for await (const { event } of subscription) {
      expect(event?.data).toEqual({ n: 1 });
      break;
    }
    expect(checkpoints).toBeGreaterThan(0);
  });
});

describe('the stand-in as a process', () => {
  const directory = mkdtempSync(join(tmpdir(), 'continuo-'));
  const main = `require(${JSON.stringify(join(__dirname, 'main.ts'))})`;
  afterAll(() => rmSync(directory, { recursive: true }));

  function start(...args: string[]) {
    return spawn(process.execPath, ['-r', TYPESCRIPT_HOOK, '-e', main, '--', ...args], {
      timeout: 20_000,
    });
  }

  it('prints its address, keeps its log, and ends on SIGTERM', async () => {
    let port = '0';
    for (const round of [0, 1]) {
      const child = start('--port', port, '--data', directory);
      const [line] = (await once(child.stdout, 'data')) as [Buffer];
      const url = line.toString().trim();
      port = /^esdb:\/\/127\.0\.0\.1:(\d+)\?tls=false$/.exec(url)?.[1] ?? '';
      const client = EventStoreDBClient.connectionString(url);
      await client.appendToStream('note-1', note());
      let events = 0;
      for await (const _event of client.readAll({ fromPosition: START })) events += 1;
      expect(events).toBe(round + 1);
      await client.dispose();
      child.kill('SIGTERM');
      expect(await once(child, 'close')).toEqual([0, null]);
    }
  });

  it('says which port it cannot use', async () => {
    const child = start('--port', 'x');
    const [line] = (await once(child.stderr, 'data')) as [Buffer];
    expect(line.toString()).toContain('--port x cannot be used');
    expect((await once(child, 'close'))[0]).toBe(1);
  });
});
