import { setTimeout as sleep } from 'node:timers/promises';
import { ApiClient, type ApiAnswer, type ApiRequest } from '../../apps/platform/src/api-client';
import { walkDemo } from '../../apps/platform/src/demo/walk';
import { verify } from '../../apps/platform/src/verify/verify';
import { deriveUuid } from '@continuo/kernel/ids';
import { continuo } from './command-line';
import { askedTooMuch, missedInLists } from './reads-own-writes';
import { ADMIN_KEY, ServerProcess } from './server';

const MINUTES = 60_000;

/** What no check of the data directory may find. */
async function breaches(server: ServerProcess): Promise<string[]> {
  const { checks } = await verify(server.dataDir);
  return checks.flatMap((check) => check.breaches.map((breach) => `${check.name}: ${breach}`));
}

describe('the walk of an order through a running server', () => {
  let server: ServerProcess;

  beforeAll(async () => {
    server = await ServerProcess.start();
  }, MINUTES);
  afterAll(() => server.remove());

  it(
    'is walked by `continuo demo`, which exits 0 after ten steps',
    async () => {
      const { code, stdout } = await continuo(['demo', '--json', '--data-dir', server.dataDir]);
      const { steps } = JSON.parse(stdout) as { steps: { ok: boolean }[] };
      expect(steps).toHaveLength(10);
      expect(steps.every((step) => step.ok)).toBe(true);
      expect(code).toBe(0);
    },
    2 * MINUTES,
  );

  it('shows each order in the list that is asked for its position', async () => {
    expect(await missedInLists(server.url, 'own')).toEqual([]);
    expect(await askedTooMuch(server.url)).toEqual({ status: 503, code: 'read-model-behind' });
  });

  it('exits 1 and names the step when something does not do what it should', async () => {
    const result = await walkDemo(
      new (class extends ApiClient {
        override async send(request: ApiRequest): Promise<ApiAnswer> {
          const answer = await super.send(request);
          return request.path.startsWith('/v1/offers/') ? { ...answer, status: 500 } : answer;
        }
      })(server.url, ADMIN_KEY, 'broken'),
      () => undefined,
      () => Promise.resolve([]),
    );
    expect(result.steps).toEqual([
      expect.objectContaining({
        number: 1,
        ok: false,
        problem: expect.stringContaining('/v1/offers/') as string,
      }),
    ]);
  });

  it(
    'leaves nothing that verify would name',
    async () => {
      expect(await breaches(server)).toEqual([]);
    },
    MINUTES,
  );

  it(
    'goes on where it was after Ctrl-C and another start',
    async () => {
      const before = (await server.client().send({ method: 'GET', path: '/v1/orders?limit=200' }))
        .body.items as unknown[];
      expect(await server.end('SIGINT')).toBe(0);
      await server.run();
      const after = (await server.client().send({ method: 'GET', path: '/v1/orders?limit=200' }))
        .body.items as unknown[];
      expect(after).toEqual(before);
      expect(before.length).toBeGreaterThan(1);
    },
    MINUTES,
  );

  it(
    'refuses a second process on the same data directory',
    async () => {
      const { code, stderr } = await continuo([
        'start',
        '--data-dir',
        server.dataDir,
        '--port',
        '0',
      ]);
      expect(code).toBe(2);
      expect(stderr).toContain(`in use by process ${server.pid}`);
    },
    MINUTES,
  );
});

/** How long after a request went out the process is killed: before, during and after its work. */
const KILL_DELAYS_MS = [0, 1, 2, 4, 7, 11, 16, 25, 40];
const KILL_EVERY_CHANGE = 3;

/** Kills the server with -9 at many moments; a request without an answer is repeated under its key. */
class KillingClient extends ApiClient {
  kills = 0;
  private requests = 0;
  private changes = 0;

  constructor(private readonly server: ServerProcess) {
    super(server.url, ADMIN_KEY, 'kill');
  }

  override async send(request: ApiRequest): Promise<ApiAnswer> {
    this.requests += 1;
    const headers = { 'idempotency-key': deriveUuid('kill', this.requests), ...request.headers };
    const changes = request.method === 'POST' && !request.path.endsWith('/previews');
    if (changes) this.changes += 1;
    const doomed = changes && this.changes % KILL_EVERY_CHANGE === 0;
    const killed = doomed ? this.killSoon() : undefined;
    const answer = await this.attempt({ ...request, headers });
    await killed;
    if (!killed) return answer ?? this.again(request, headers);
    const repeated = await this.again(request, headers);
    // What was acknowledged before the kill is what a repeat is answered after it.
    const kept = !request.path.startsWith('/v1/test-clock');
    if (kept && answer && answer.status < 300) expect(repeated).toEqual(answer);
    return repeated;
  }

  private async again(request: ApiRequest, headers: Record<string, string>): Promise<ApiAnswer> {
    const answer = await this.attempt({ ...request, headers });
    if (!answer) throw new Error(`${request.method} ${request.path} was not answered twice`);
    return answer;
  }

  private async attempt(request: ApiRequest): Promise<ApiAnswer | undefined> {
    try {
      return await new ApiClient(this.server.url, ADMIN_KEY, 'kill').send(request);
    } catch {
      return undefined;
    }
  }

  private async killSoon(): Promise<void> {
    await sleep(KILL_DELAYS_MS[this.kills % KILL_DELAYS_MS.length]);
    this.kills += 1;
    await this.server.end('SIGKILL');
    await this.server.run();
  }
}

describe('a server killed with -9 at many moments of the walk', () => {
  let server: ServerProcess;

  beforeAll(async () => {
    server = await ServerProcess.start();
  }, MINUTES);
  afterAll(() => server.remove());

  it(
    'loses nothing acknowledged and charges nothing twice',
    async () => {
      const client = new KillingClient(server);
      const { steps } = await walkDemo(
        client,
        () => undefined,
        () => Promise.resolve([]),
      );
      expect(steps.filter((step) => !step.ok)).toEqual([]);
      expect(client.kills).toBeGreaterThan(8);
      expect(await breaches(server)).toEqual([]);
    },
    8 * MINUTES,
  );
});
