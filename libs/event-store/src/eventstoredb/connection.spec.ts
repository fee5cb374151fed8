import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { TYPESCRIPT_HOOK } from '@continuo/sqlite/spawn-worker';
import { accessDenied } from '@continuo/testing/eventstoredb-stand-in/faults';
import { StoreUnavailableError } from '../errors';
import { checkEventStoreUrl, EventStoreUrlError, hostsOf } from './connection-string';
import { appendNew, Stage } from './store.fixture';

const CHILD = join(__dirname, 'testing/short-process.ts');

describe('EVENTSTORE_URL', () => {
  it.each([
    'esdb://localhost',
    'esdb://127.0.0.1:2113?tls=false',
    'esdb://admin:change%40it@store.example:2113',
    'esdb://admin:changeit@node1:2113,node2:2113,node3:2113?keepAliveInterval=10000',
    'esdb+discover://admin:changeit@cluster.example:2113/?nodePreference=leader',
    `esdb://localhost:2113?tlsCAFile=${encodeURIComponent(__filename)}`,
  ])('may be %s', (url) => {
    expect(checkEventStoreUrl(url)).toBe(url);
  });

  it.each([
    [undefined, 'it is not set'],
    ['', 'it is not set'],
    ['localhost:2113', 'it is no connection string'],
    ['esdb://', 'it is no connection string'],
    ['http://localhost:2113', 'it begins with http://'],
    ['esdb://admin@localhost', 'before the @ stand user:password'],
    ['esdb://local host', '"local host" is no host'],
    ['esdb://localhost:99999', '"localhost:99999" is no host'],
    ['esdb://node1:2113,', '"" is no host'],
    ['esdb://localhost?tls=no', 'its option tls is "no"'],
    ['esdb://localhost?tlsVerifyCert=false', 'it has the option "tlsVerifyCert"'],
    ['esdb://localhost?throwOnAppendFailure=false', 'it has the option "throwOnAppendFailure"'],
    ['esdb://localhost?nodePreference=follower', 'its option nodePreference is "follower"'],
    [
      'esdb://localhost?tlsCAFile=nowhere.pem',
      'its option tlsCAFile names a file that does not exist',
    ],
  ])('%s is refused, with the forms that may be', (url, problem) => {
    expect(() => checkEventStoreUrl(url)).toThrow(EventStoreUrlError);
    expect(() => checkEventStoreUrl(url)).toThrow(`EVENTSTORE_URL cannot be used: ${problem}`);
    expect(() => checkEventStoreUrl(url)).toThrow('esdb+discover://');
  });

  it('never shows its password', () => {
    const url = 'esdb://admin:hunter2@host:x?tls=maybe';
    expect(hostsOf(url)).toBe('host:x');
    expect(() => checkEventStoreUrl(url)).not.toThrow('hunter2');
  });
});

describe('the connection to EventStoreDB', () => {
  let stage: Stage;
  beforeEach(() => (stage = new Stage()));
  afterEach(() => stage.clear());

  it.each(['esdb', 'esdb+discover'])('is made by %s', async (scheme) => {
    const standIn = await stage.standIn();
    const store = await stage.open(`${scheme}://127.0.0.1:${standIn.port}?tls=false`);
    expect((await appendNew(store, 'order-1')).revision).toBe(0);
  });

  it('says at start where no server answers', async () => {
    const standIn = await stage.standIn();
    const { url, port } = standIn;
    await stage.stop(standIn);
    const opening = stage.open(url, { startMs: 300 });
    await expect(opening).rejects.toThrow(StoreUnavailableError);
    await expect(opening).rejects.toThrow(
      new RegExp(`EventStoreDB at 127.0.0.1:${port} did not answer within 300 ms.*EVENTSTORE_URL`),
    );
  });

  it('says at start when a server takes the connection and is silent', async () => {
    const standIn = await stage.standIn();
    standIn.faults.before('read', { kind: 'silence' }, 10);
    await expect(stage.open(standIn.url, { startMs: 300 })).rejects.toThrow('did not answer');
  });

  it('says at start when the user may not read', async () => {
    const standIn = await stage.standIn();
    standIn.faults.before('read', accessDenied);
    await expect(stage.open(standIn.url)).rejects.toThrow('the user of EVENTSTORE_URL');
  });

  it('dispose: lets the process end once it is closed', async () => {
    const standIn = await stage.standIn();
    const child = spawn(
      process.execPath,
      [
        ...['-r', TYPESCRIPT_HOOK, '-e', `require(${JSON.stringify(CHILD)})`],
        ...[standIn.url, join(stage.directory, 'child.db')],
      ],
      { stdio: ['ignore', 'pipe', 'inherit'], timeout: 20_000 },
    );
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
    const [code] = await once(child, 'close');
    expect([code, output]).toEqual([0, 'closed\n']);
  });
});
