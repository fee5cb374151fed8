import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ACCESS_KEYS, type AccessKeys } from '@continuo/http/access-keys';
import type { Role } from '@continuo/http/principal';
import { systemActor } from '@continuo/kernel/actor';
import { deriveUuid } from '@continuo/kernel/ids';
import { addMs } from '@continuo/kernel/instant';
import { readConfig } from '@continuo/service/config';
import { type RunningProcess, startProcess } from '@continuo/service/process';
import { WorkInFlight } from '@continuo/service/work-in-flight';
import type { Type } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { CancelPaymentCommand } from './application/cancel-payment/cancel-payment.command';
import { CapturePackageCommand } from './application/capture-package/capture-package.command';
import { NoteShipmentCommand } from './application/note-shipment/note-shipment.command';
import { OpenPaymentCommand } from './application/open-payment/open-payment.command';
import { paymentIdOf } from './application/payment-id';
import type { OrderFacts } from './domain/payment/facts';
import { PAYMENTS } from './payments.module';
import { CustomerCreditWaker } from './processes/customer-credit/customer-credit.waker';
import { PaymentWaker } from './processes/payment/payment.waker';
import { NOW, anOrder } from './testing/examples';

export interface Answer {
  readonly status: number;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- a body is whatever the route answers
  readonly body: any;
  readonly etag: string;
}

interface Options {
  readonly key?: string;
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The payments service alone, over HTTP, on an empty data directory; its clock moves when told. */
export class PaymentsService {
  private requests = 0;
  private causes = 0;

  private constructor(
    private readonly running: RunningProcess,
    private readonly dataDir: string,
    private readonly time: { now: string },
    readonly keys: Readonly<Record<Role, string>>,
  ) {}

  static async start(): Promise<PaymentsService> {
    const dataDir = mkdtempSync(join(tmpdir(), 'continuo-payments-'));
    const time = { now: NOW };
    const running = await startProcess({
      name: 'payments',
      config: readConfig({ CONTINUO_DATA_DIR: dataDir, CONTINUO_LOG_LEVEL: 'error', PORT: '0' }),
      clock: { now: () => time.now },
      services: [PAYMENTS],
      definitionsModule: join(__dirname, 'definitions'),
      onFatal: (reason) => {
        throw reason;
      },
    });
    const accessKeys = running.app.get<AccessKeys>(ACCESS_KEYS, { strict: false });
    const roles = ['finance', 'admin', 'agent', 'integration', 'supervisor'] as const;
    const keys: Partial<Record<Role, string>> = {};
    for (const role of roles) {
      const callCentreId = role === 'agent' || role === 'supervisor' ? 'cc_1' : undefined;
      const agentId = role === 'agent' ? 'agt_1' : undefined;
      const key = await accessKeys.create({ role, name: role, callCentreId, agentId });
      keys[role] = key.secret;
    }
    return new PaymentsService(running, dataDir, time, keys as Record<Role, string>);
  }

  async stop(): Promise<void> {
    await this.running.stop();
    rmSync(this.dataDir, { recursive: true, force: true });
  }

  /** An order is placed, as orders says it; answers the id of its payment. */
  async place(
    orderId: string,
    token: string,
    order: Partial<OrderFacts> = {},
    useCredit = order.origin?.kind === 'program',
    depositMinor = 0,
  ): Promise<string> {
    const program = order.origin?.kind === 'program';
    const initiator = program ? ('recurring' as const) : ('moto' as const);
    const method = { token, initiator, networkTransactionId: null };
    const facts = anOrder({ orderId, ...order });
    await this.commands.execute(
      new OpenPaymentCommand(facts, method, this.context(), useCredit, depositMinor),
    );
    await this.idle();
    return paymentIdOf(orderId);
  }

  /** A package leaves, as fulfilment says it. */
  async ship(orderId: string, quantity: number): Promise<void> {
    const lines = [{ lineId: 'l1', quantity }];
    await this.commands.execute(
      new CapturePackageCommand(orderId, `pkg_${orderId}`, lines, this.context()),
    );
    const shipped = {
      type: 'note-shipped',
      packageId: `pkg_${orderId}`,
      carrier: 'UPS',
      trackingNumber: '1Z999',
      shippedAt: this.time.now,
    } as const;
    await this.commands.execute(new NoteShipmentCommand(orderId, shipped, this.context()));
    await this.idle();
  }

  /** What has not left of an order is cancelled, as orders says it. */
  async cancel(orderId: string): Promise<void> {
    await this.commands.execute(new CancelPaymentCommand(orderId, [], 'late', this.context()));
    await this.idle();
  }

  /** Moves the clock to when a payment is due, and wakes it. */
  async wake(paymentId: string): Promise<void> {
    const { body } = await this.call('GET', `/v1/payments/${paymentId}`);
    this.time.now = body.due_at ?? this.time.now;
    await this.running.app.get(PaymentWaker).wake(paymentId, this.context());
    await this.idle();
  }

  /** The scheduler comes round to a customer's credit at an instant. */
  async expireCredit(customerId: string, now: string): Promise<void> {
    const waker = this.running.app.get(CustomerCreditWaker);
    await waker.wake(customerId, { ...this.context(), now });
  }

  after(ms: number): void {
    this.time.now = addMs(this.time.now, ms);
  }

  async call(method: 'GET' | 'POST', url: string, options: Options = {}): Promise<Answer> {
    const { key = this.keys.finance, body, headers = {} } = options;
    this.requests += 1;
    const idempotency = { 'idempotency-key': `request-${this.requests}` };
    const response = await this.running.app.inject({
      method,
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
      body: json ? response.json() : response.payload,
      etag: String(response.headers.etag ?? ''),
    };
  }

  /** Asks until the answer is as expected: read models and messages follow a moment later. */
  async until(url: string, expected: (body: Answer['body']) => boolean): Promise<Answer> {
    for (let tries = 0; ; tries += 1) {
      const answer = await this.call('GET', url, { key: this.keys.admin });
      if (expected(answer.body) || tries === 2_000) return answer;
      await new Promise(setImmediate);
    }
  }

  /** Hands a message of another service to the consumer that listens for it. */
  async hear<Consumer>(
    consumer: Type<Consumer>,
    handle: (consumer: Consumer) => Promise<void>,
  ): Promise<void> {
    await handle(this.running.app.get(consumer, { strict: false }));
    await this.idle();
  }

  private get commands(): CommandBus {
    return this.running.app.get(CommandBus, { strict: false });
  }

  private idle(): Promise<void> {
    return this.running.app.get(WorkInFlight, { strict: false }).idle();
  }

  private context() {
    this.causes += 1;
    const commandId = deriveUuid('fixture', this.causes);
    const actor = systemActor('spec');
    return { commandId, actor, now: this.time.now, correlationId: commandId };
  }
}
