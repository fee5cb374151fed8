import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { idOf } from '@continuo/event-store/event-store';
import { ACCESS_KEYS, type AccessKeys } from '@continuo/http/access-keys';
import { readConfig } from '@continuo/service/config';
import type { KeyRole } from '@continuo/http/principal';
import type { Instant } from '@continuo/kernel/instant';
import type { Ports } from '@continuo/service/ports';
import { type RunningProcess, startProcess } from '@continuo/service/process';
import type { Type } from '@nestjs/common';
import { SubscriptionsConsumer } from './integration/consume-subscriptions';
import { ORDERS } from './orders.module';
import { aCampaign, asAgent, message, NOW } from './requests.fixture';

export interface Answer {
  readonly status: number;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- a body is whatever the route answers
  readonly body: any;
  readonly etag: string;
  readonly text: string;
  readonly headers: Readonly<Record<string, unknown>>;
}

interface Options {
  readonly key?: string;
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The orders service alone, on an empty data directory, with a small catalogue; the clock stands still unless it is set. */
export class OrdersService {
  private requests = 0;

  private constructor(
    private running: RunningProcess,
    private readonly dataDir: string,
    private readonly clock: { time: Instant },
    readonly admin: string,
    /** Keys of two call centres; the campaign is open to the first. */
    readonly north: string,
    readonly south: string,
  ) {}

  static async start(): Promise<OrdersService> {
    const dataDir = mkdtempSync(join(tmpdir(), 'continuo-orders-'));
    const clock = { time: NOW };
    const running = await OrdersService.run(dataDir, clock);
    const keys = running.app.get<AccessKeys>(ACCESS_KEYS, { strict: false });
    const centre = async (callCentreId: string) =>
      (await keys.create({ role: 'call-centre', name: callCentreId, callCentreId })).secret;
    const admin = (await keys.create({ role: 'admin', name: 'admin' })).secret;
    const [north, south] = [await centre('cc_north'), await centre('cc_south')];
    const service = new OrdersService(running, dataDir, clock, admin, north, south);
    await service.fillCatalogue();
    return service;
  }

  private static run(dataDir: string, clock: { readonly time: Instant }): Promise<RunningProcess> {
    return startProcess({
      name: 'orders',
      config: readConfig({ CONTINUO_DATA_DIR: dataDir, CONTINUO_LOG_LEVEL: 'error', PORT: '0' }),
      clock: { now: () => clock.time },
      services: [ORDERS],
      definitionsModule: join(__dirname, 'definitions'),
      onFatal: (reason) => {
        throw reason;
      },
    });
  }

  /** From here on the clock stands still at this instant. */
  set time(to: Instant) {
    this.clock.time = to;
  }

  /** Ends the process and starts it again on what it has kept. */
  async restart(): Promise<void> {
    await this.running.stop();
    this.running = await OrdersService.run(this.dataDir, this.clock);
  }

  async stop(): Promise<void> {
    await this.running.stop();
    rmSync(this.dataDir, { recursive: true, force: true });
  }

  /** A key of the seller's own. */
  async keyOf(role: KeyRole): Promise<string> {
    const keys = this.running.app.get<AccessKeys>(ACCESS_KEYS, { strict: false });
    return (await keys.create({ role, name: role })).secret;
  }

  get ports(): Ports {
    return this.running.ports;
  }

  get<T>(provider: Type<T>): T {
    return this.running.app.get(provider);
  }

  async call(method: string, url: string, options: Options = {}): Promise<Answer> {
    const { key = this.north, body, headers = {} } = options;
    this.requests += 1;
    const idempotency = { 'idempotency-key': `request-${this.requests}` };
    const response = await this.running.app.inject({
      method: method as 'GET' | 'POST' | 'DELETE',
      url,
      headers: {
        authorization: `Bearer ${key}`,
        ...(method === 'POST' ? idempotency : {}),
        ...headers,
      },
      payload: body,
    });
    const json = String(response.headers['content-type']).includes('json');
    return {
      status: response.statusCode,
      body: json ? response.json() : undefined,
      etag: String(response.headers['etag']),
      text: response.body,
      headers: response.headers,
    };
  }

  post(url: string, body: object, headers: Readonly<Record<string, string>> = asAgent) {
    return this.call('POST', url, { body, headers });
  }

  /** Waits until a read model reflects all that was done. */
  async caughtUp(...projections: readonly string[]): Promise<void> {
    const head = await this.ports.store.head();
    for (const projection of projections) await this.ports.readStore.caughtUp(projection, head);
  }

  /** Waits until an order is placed after a place in the record, and answers its id. */
  async placedAfter(after: number): Promise<string> {
    const placed = new Promise<string>((resolve, reject) => {
      const subscription = this.ports.store.subscribe({
        after,
        categories: ['order'],
        onPage: (events) => {
          const first = events.find(({ type }) => type === 'order.placed.v2');
          if (!first) return;
          void subscription.stop();
          resolve(idOf(first.stream));
        },
        onError: reject,
      });
    });
    return placed;
  }

  private async set(url: string, body: object): Promise<void> {
    const answer = await this.call('POST', url, { key: this.admin, body });
    expect([url, answer.status, answer.text]).toEqual([url, 201, expect.anything()]);
  }

  private async fillCatalogue(): Promise<void> {
    const terms = { prices_minor: { USD: 9995 }, returnable: true };
    await this.set('/v1/products', {
      sku: 'JUICER-01',
      name: 'Juicer',
      tax_category: 'general',
      ...terms,
    });
    await this.set('/v1/products', {
      sku: 'GREENS-30',
      name: 'Greens',
      tax_category: 'food',
      ...terms,
    });
    await this.get(SubscriptionsConsumer).planPublished(
      message('plan_greens', {
        plan_id: 'plan_greens',
        version: 1,
        name: 'Greens club',
        intervals: ['P30D', 'P1M'],
        default_interval: 'P1M',
        products: [{ sku: 'GREENS-30', name: 'Greens', prices_minor: { USD: 3995 } }],
        trial_days: null,
        tax_category: 'food',
        shipping_minor: { USD: 495 },
      }),
    );
    await this.set('/v1/call-centres', { call_centre_id: 'cc_north', name: 'North' });
    await this.set('/v1/call-centres', { call_centre_id: 'cc_south', name: 'South' });
    await this.set('/v1/agents', { agent_id: 'agt_ann', name: 'Ann', call_centre_id: 'cc_north' });
    await this.set('/v1/tax-tables', {
      country: 'US',
      region: 'CA',
      rates: [{ tax_category: 'general', rate: '0.0725' }],
      shipping_taxable: false,
    });
    await this.set('/v1/offers', {
      offer_id: 'off_juicer',
      kind: 'main',
      name: 'Juicer',
      sku: 'JUICER-01',
      prices_minor: { USD: 9995 },
      max_instalments: 4,
    });
    await this.set('/v1/offers', {
      offer_id: 'off_greens',
      kind: 'cross-sell',
      name: 'Greens club',
      sku: 'GREENS-30',
      prices_minor: { USD: 2995 },
      plan_id: 'plan_greens',
    });
    await this.set('/v1/campaigns', aCampaign('cmp_spring', '+18005550100'));
  }
}
