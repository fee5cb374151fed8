import { setTimeout as sleep } from 'node:timers/promises';
import type { ApiAnswer, ApiClient, ApiRequest } from '../api-client';
import { DEMO } from './catalogue';

const READ_MODEL_PATIENCE_MS = 15_000;
const ASK_AGAIN_MS = 50;

/** What is remembered from one step to the next. */
export interface Found {
  customerId: string;
  orderId: string;
  paymentId: string;
  subscriptionId: string;
  /** An instant before the agent changed the program. */
  beforeChanges: string;
}

/** The walk as it goes: sends requests, prints them in short, checks the answers. */
export class Walk {
  readonly found: Partial<Found> = {};

  constructor(
    private readonly client: ApiClient,
    private readonly print: (line: string) => void,
  ) {}

  /** Something an earlier step has found. */
  known<K extends keyof Found>(what: K): Found[K] {
    const value = this.found[what];
    if (value === undefined) throw new Error(`an earlier step found no ${what}`);
    return value as Found[K];
  }

  say(line: string): void {
    this.print(`   ${line}`);
  }

  /** Sends one request as Nora, on a call; throws unless it is answered as expected. */
  async send(request: ApiRequest, expected = 200): Promise<ApiAnswer> {
    const answer = await this.client.send({
      ...request,
      headers: {
        'continuo-agent-id': DEMO.agents.nora,
        'continuo-call-centre-id': DEMO.callCentres.northline,
        'continuo-call-id': 'call-demo-1',
        'continuo-script-version': DEMO.scriptVersion,
        ...request.headers,
      },
    });
    const short = `${request.method} ${request.path}`;
    this.print(`   ${short.length > 96 ? `${short.slice(0, 95)}…` : short}  ${answer.status}`);
    if (answer.status !== expected) {
      throw new Error(
        `${short} answered ${answer.status} instead of ${expected}: ${JSON.stringify(answer.body)}`,
      );
    }
    return answer;
  }

  get(path: string): Promise<ApiAnswer> {
    return this.send({ method: 'GET', path });
  }

  /** A change of a resource that was seen at `seen`. */
  change(
    path: string,
    body: object,
    seen: ApiAnswer,
    headers: Record<string, string> = {},
    expected = 200,
  ): Promise<ApiAnswer> {
    return this.send(
      { method: 'POST', path, body, headers: { 'if-match': seen.etag ?? '', ...headers } },
      expected,
    );
  }

  /** Asks again until it is so: what follows from messages takes a moment. */
  async eventually(isSo: () => Promise<boolean>, what: string): Promise<void> {
    const deadline = performance.now() + READ_MODEL_PATIENCE_MS;
    while (!(await isSo())) {
      if (performance.now() > deadline) throw new Error(`it never showed ${what}`);
      await sleep(ASK_AGAIN_MS * 4);
    }
  }

  /** Asks until the answer is as it should become: lists follow the record by a moment. */
  async until(
    path: string,
    reached: (answer: ApiAnswer) => boolean,
    what: string,
  ): Promise<ApiAnswer> {
    const deadline = performance.now() + READ_MODEL_PATIENCE_MS;
    for (;;) {
      const answer = await this.client.send({ method: 'GET', path });
      if (answer.status === 200 && reached(answer)) {
        this.print(`   GET ${path}  ${answer.status}`);
        return answer;
      }
      if (performance.now() > deadline)
        throw new Error(`GET ${path} never showed ${what}: ${JSON.stringify(answer.body)}`);
      await sleep(ASK_AGAIN_MS);
    }
  }

  /** To an instant rather than by a duration: such a request may be repeated. */
  async advance(byMs: number): Promise<void> {
    const { now } = (await this.client.send({ method: 'GET', path: '/v1/test-clock' })).body;
    const to = new Date(Date.parse(now) + byMs).toISOString();
    const answer = await this.send({
      method: 'POST',
      path: '/v1/test-clock/advance',
      body: { to },
    });
    this.say(
      `the clock went to ${answer.body.to}, ${answer.body.woken} due dates were worked off on the way`,
    );
  }
}

/** Throws unless it holds: what the walk promises, it checks. */
export function ensure(holds: boolean, what: string): asserts holds {
  if (!holds) throw new Error(what);
}

/** `12345` in USD as `123.45 USD`. */
export function amount(minor: number, currency = 'USD'): string {
  return `${(minor / 100).toFixed(2)} ${currency}`;
}
