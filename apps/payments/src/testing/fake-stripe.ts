import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { FakeStripeBooks } from './fake-stripe-books';
import type { FakeAnswer, Form } from './fake-stripe-form';

/** What happens to the next request whose path fits, before or after it is carried out. */
export interface Fault {
  readonly path: RegExp;
  readonly when: 'before' | 'after';
  /** The line is cut, nothing is ever answered, or the server fails. */
  readonly how: 'cut' | 'silence' | 500 | 429;
}

interface Kept {
  readonly fingerprint: string;
  readonly answer: FakeAnswer;
}

/**
 * Stripe's API as far as the adapter uses it, over real HTTP: stateful, idempotent by key, with
 * Stripe's own codes, and with faults on request.
 */
export class FakeStripe {
  readonly books = new FakeStripeBooks();
  readonly requests: { readonly method: string; readonly path: string; readonly form: Form }[] = [];
  private readonly kept = new Map<string, Kept>();
  private readonly server: Server;
  private faults: Fault[] = [];

  private constructor() {
    this.server = createServer((request, response) => void this.serve(request, response));
  }

  static async start(): Promise<FakeStripe> {
    const fake = new FakeStripe();
    await new Promise<void>((listening) => fake.server.listen(0, '127.0.0.1', listening));
    return fake;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  failNext(fault: Fault): void {
    this.faults.push(fault);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((closed) => this.server.close(closed));
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', this.url);
    const method = request.method ?? 'GET';
    const body = method === 'POST' ? await textOf(request) : url.search.slice(1);
    const form: Form = new Map(new URLSearchParams(body));
    this.requests.push({ method, path: url.pathname, form });
    const fault = this.takeFault(url.pathname);
    if (fault?.when !== 'before') {
      const answer = this.answer(method, url.pathname, form, request.headers['idempotency-key']);
      if (!fault) return send(response, answer);
    }
    if (fault.how === 'cut') request.socket.destroy();
    else if (fault.how !== 'silence')
      send(response, {
        status: fault.how,
        body: { error: { type: 'api_error', message: 'A fault.' } },
      });
  }

  /** An answer under a key is given again; a key with something else is refused. */
  private answer(
    method: string,
    path: string,
    form: Form,
    key: string | string[] | undefined,
  ): FakeAnswer {
    if (typeof key !== 'string') return this.books.carryOut(method, path, form);
    const fingerprint = JSON.stringify([path, [...form]]);
    const before = this.kept.get(key);
    if (before && before.fingerprint !== fingerprint) {
      const message = 'Keys for idempotent requests can only be used with the same parameters.';
      return { status: 400, body: { error: { type: 'idempotency_error', message } } };
    }
    const answer = before?.answer ?? this.books.carryOut(method, path, form);
    this.kept.set(key, { fingerprint, answer });
    return answer;
  }

  private takeFault(path: string): Fault | undefined {
    const index = this.faults.findIndex((each) => each.path.test(path));
    const fault = this.faults[index];
    if (fault) this.faults = this.faults.toSpliced(index, 1);
    return fault;
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) text += chunk as string;
  return text;
}

function send(response: ServerResponse, { status, body }: FakeAnswer): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
