import { MESSAGE_TYPES } from '@continuo/contracts/registry';
import { NO_STREAM } from '@continuo/event-store/event-store';
import { readConfig } from '@continuo/service/config';
import { type RunningProcess, startProcess } from '@continuo/service/process';
import type { Service } from '@continuo/service/service';
import { settle } from '@continuo/service/settle';
import type { Clock } from '@continuo/kernel/clock';
import { systemActor } from '@continuo/kernel/actor';
import { deriveUuid } from '@continuo/kernel/ids';
import type { Instant } from '@continuo/kernel/instant';
import type { IntegrationMessage, Publication } from '@continuo/messaging/message';
import type { KeyRole, Principal } from '@continuo/http/principal';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NEIGHBOURS } from './neighbours';

export interface Answer {
  readonly status: number;
  readonly etag: string;
  readonly body: Record<string, unknown> & Record<'code', unknown>;
}

/** Whose key a request comes with. */
type Holder = Partial<Principal> & { readonly role?: KeyRole };

/** The whole service over HTTP on a data directory of its own, its neighbours silent; for specs. */
export class SubscriptionsProcess {
  private keys = 0;
  private said = NO_STREAM;
  private readonly secrets = new Map<string, string>();

  private constructor(
    readonly running: RunningProcess,
    private readonly clock: Clock,
    private readonly origin: string,
    private readonly folder: string,
  ) {}

  /** `clockIn` makes a test clock that keeps its time in a folder. */
  static async open(
    service: Service,
    definitionsModule: string,
    clockIn: (folder: string) => Clock,
  ): Promise<SubscriptionsProcess> {
    const folder = await mkdtemp(join(tmpdir(), 'continuo-subscriptions-'));
    const config = readConfig({
      CONTINUO_DATA_DIR: folder,
      PORT: '0',
      CONTINUO_LOG_LEVEL: 'silent',
    });
    const clock = clockIn(folder);
    const running = await startProcess({
      name: 'subscriptions',
      config,
      clock,
      services: [service, NEIGHBOURS],
      definitionsModule,
      onFatal: (reason) => {
        throw reason;
      },
    });
    return new SubscriptionsProcess(running, clock, await running.listen(), folder);
  }

  /** Sends as the holder of a key with this role. */
  async send(
    method: string,
    path: string,
    body?: object,
    options: {
      as?: Holder;
      etag?: string;
      effectiveAt?: string;
      headers?: Readonly<Record<string, string>>;
    } = {},
  ): Promise<Answer> {
    const response = await fetch(this.origin + path, {
      method,
      headers: {
        authorization: `Bearer ${await this.secret({ role: 'agent', ...options.as })}`,
        ...(method === 'POST' && { 'idempotency-key': `key-${(this.keys += 1)}` }),
        ...(body && { 'content-type': 'application/json' }),
        ...(options.etag && { 'if-match': options.etag }),
        ...(options.effectiveAt && { 'continuo-effective-at': options.effectiveAt }),
        'continuo-call-id': 'call_9',
        'continuo-script-version': 'retention-3',
        ...options.headers,
      },
      body: body && JSON.stringify(body),
    });
    const etag = response.headers.get('etag') ?? '';
    return { status: response.status, etag, body: (await response.json()) as Answer['body'] };
  }

  /** Reads what is no JSON. */
  async readText(
    path: string,
    { as, accept }: { as: Holder; accept: string },
  ): Promise<{ readonly status: number; readonly headers: Headers; readonly text: string }> {
    const secret = await this.secret(as);
    const response = await fetch(this.origin + path, {
      headers: { authorization: `Bearer ${secret}`, accept },
    });
    return { status: response.status, headers: response.headers, text: await response.text() };
  }

  /** A neighbour publishes; resolves when it was taken in. */
  async hear(publication: Publication): Promise<void> {
    const { store } = this.running.ports;
    const commandId = deriveUuid('said', this.said);
    const now = this.clock.now();
    const { revision } = await store.append({
      stream: 'neighbour-1',
      expectedRevision: this.said,
      events: [
        {
          id: deriveUuid('said', this.said, 'event'),
          type: 'neighbour.said.v1',
          data: publication,
          metadata: {
            actor: systemActor('neighbour'),
            commandId,
            correlationId: commandId,
            recordedAt: now,
            effectiveAt: now,
          },
        },
      ],
    });
    this.said = revision;
    await this.settled();
  }

  /** Moves the clock, stopping at each due date on the way. */
  async advanceTo(to: Instant): Promise<void> {
    const { status } = await this.send(
      'POST',
      '/v1/test-clock/advance',
      { to },
      { as: { role: 'admin' } },
    );
    if (status !== 200 && status !== 201) throw new Error(`the clock was not moved: ${status}`);
    await this.settled();
  }

  /** All messages are handled and the read models reflect them. */
  async settled(): Promise<void> {
    const { store, messaging, work, readStore } = this.running.ports;
    await settle(store, messaging, work);
    const head = await store.head();
    for (const { name } of await readStore.statuses()) await readStore.caughtUp(name, head);
  }

  async published(): Promise<readonly IntegrationMessage[]> {
    const { messages } = await this.running.ports.messaging.read({
      after: 0,
      maxCount: 1_000,
      types: [...MESSAGE_TYPES.keys()].filter((type) => type.startsWith('continuo.subscriptions')),
    });
    return messages;
  }

  async close(): Promise<void> {
    await this.running.stop();
    await rm(this.folder, { recursive: true });
  }

  private async secret(principal: Holder): Promise<string> {
    const name = JSON.stringify(principal);
    const known = this.secrets.get(name);
    if (known !== undefined) return known;
    const role = principal.role ?? 'agent';
    const { secret } = await this.running.ports.accessKeys.create({
      ...principal,
      role,
      name: `spec ${role}`,
    });
    this.secrets.set(name, secret);
    return secret;
  }
}
