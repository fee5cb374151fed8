import { execFileSync, spawn } from 'node:child_process';
import { version } from '../../package.json';
import { ORDER } from '../engines/load';
import { CLI, continuo } from './command-line';
import { ADMIN_KEY, ServerProcess } from './server';

const MINUTES = 60_000;

interface Sent {
  readonly id: string;
  readonly type: string;
}

describe('the command line as a process', () => {
  it('says its version', async () => {
    expect(await continuo(['--version'])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
  });

  it('ends in peace when nobody reads on', async () => {
    const child = spawn(process.execPath, [CLI, '--help'], { stdio: ['ignore', 'pipe', 'pipe'] });
    child.stdout.destroy();
    let complaint = '';
    child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
    const code = await new Promise((done) => child.once('exit', done));
    expect({ code, complaint }).toEqual({ code: 0, complaint: '' });
  });
});

describe('the help of a command', () => {
  /** Packages that a run of the command line has loaded when it ends. */
  const LOADED = `process.on('exit', () => console.log(JSON.stringify([...new Set(
    Object.keys(require.cache).flatMap((file) => /node_modules.(@nestjs|kafkajs|stripe)\\b/.exec(file)?.[1] ?? []),
  )])));`;

  it.each([['--help'], ['verify --help'], ['reconcile --help']])(
    'comes without loading a service: %s',
    (words) => {
      const args = words.split(' ');
      const run = `${LOADED} process.argv.push(...${JSON.stringify(args)}); require(process.argv[1]);`;
      const said = execFileSync(process.execPath, ['--eval', run, CLI], { encoding: 'utf8' });
      expect(said).toContain('Usage: continuo');
      expect(said.trimEnd().split('\n').at(-1)).toBe('[]');
    },
  );
});

describe('a server and its live events', () => {
  let server: ServerProcess;
  beforeAll(async () => {
    server = await ServerProcess.start();
    const headers = { 'continuo-agent-id': 'agt_nora', 'continuo-call-centre-id': 'cc_northline' };
    const body = { ...ORDER, call_id: 'live-1' };
    const request = { method: 'POST', path: '/v1/orders', headers, body } as const;
    expect(await server.client('live').send(request)).toMatchObject({ status: 201 });
  }, MINUTES);
  afterAll(() => server.remove());

  /** The first so many events of the stream, after an id. */
  async function live(count: number, after?: string): Promise<readonly Sent[]> {
    const ending = new AbortController();
    const answer = await fetch(`${server.url}/v1/events/stream`, {
      headers: {
        authorization: `Bearer ${ADMIN_KEY}`,
        ...(after === undefined ? {} : { 'last-event-id': after }),
      },
      signal: ending.signal,
    });
    expect(answer.headers.get('content-type')).toContain('text/event-stream');
    let text = '';
    const sent = () =>
      [...text.matchAll(/event: (.+)\nid: (.+)\n/g)].map(([, type, id]) => ({
        id: id!,
        type: type!,
      }));
    for await (const chunk of answer.body!) {
      text += Buffer.from(chunk).toString();
      if (sent().length >= count) break;
    }
    ending.abort();
    return sent().slice(0, count);
  }

  it('goes on after Last-Event-ID where a connection broke', async () => {
    const all = await live(4);
    expect(new Set(all.map(({ id }) => id)).size).toBe(4);
    expect(await live(2, all[1]!.id)).toEqual(all.slice(2));
  });

  it('refuses an id that it has not sent', async () => {
    const answer = await fetch(`${server.url}/v1/events/stream`, {
      headers: { authorization: `Bearer ${ADMIN_KEY}`, 'last-event-id': 'four' },
    });
    expect(answer.status).toBe(400);
    await answer.body?.cancel();
  });

  it('prints no key that its operator has chosen', () => {
    expect(server.printed).toContain('Admin key: that of CONTINUO_ADMIN_KEY');
    expect(server.printed).not.toContain(ADMIN_KEY);
  });

  it('prints the key that chance has made', async () => {
    const other = await ServerProcess.start({ CONTINUO_ADMIN_KEY: '' });
    expect(other.printed).toMatch(/Admin key, shown this once: ck_admin_\S+/);
    await other.remove();
  });
});
