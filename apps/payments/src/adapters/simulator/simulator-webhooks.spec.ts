import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DebitRequest, GatewayNotice } from '../../application/ports';
import { FileBooks } from './file-books';
import { SimulatorGateway } from './simulator-gateway';
import { SimulatorNotices } from './simulator-notices';
import { SimulatorWebhooks } from './simulator-webhooks';

const SECRET = 'whsec_simulated';

describe('webhooks of the simulator', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'continuo-simulator-'));
  const heard: GatewayNotice[] = [];
  let refuse = 0;
  let receiver: Server;
  let gateway: SimulatorGateway;
  let number = 0;

  beforeAll(async () => {
    const reader = new SimulatorNotices([SECRET]);
    receiver = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const signature = request.headers['simulator-signature'] as string;
        if (refuse > 0) {
          refuse -= 1;
          return void response.writeHead(503).end();
        }
        void reader.read(Buffer.concat(chunks), signature).then((notice) => {
          heard.push(notice);
          response.writeHead(200).end();
        });
      });
    });
    await new Promise<void>((listening) => receiver.listen(0, '127.0.0.1', listening));
    const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`;
    const webhooks = new SimulatorWebhooks({ url, secret: SECRET });
    gateway = new SimulatorGateway(await FileBooks.open(dataDir), 0, webhooks);
  });
  afterAll(async () => {
    await gateway.close();
    receiver.closeAllConnections();
    await new Promise((closed) => receiver.close(closed));
    rmSync(dataDir, { recursive: true });
  });
  beforeEach(() => {
    heard.length = 0;
    number += 1;
  });

  const charge = (token: string): DebitRequest => ({
    idempotencyKey: `hook_${number}`,
    paymentReference: `pay_${number}`,
    customerReference: 'cus_1',
    amountMinor: 700,
    currency: 'USD',
    token,
    initiator: 'moto',
    networkTransactionId: null,
  });
  async function told(count: number): Promise<void> {
    for (let tries = 0; tries < 200 && heard.length < count; tries += 1) await sleep(20);
    // Nothing more is on its way.
    await sleep(30);
    expect(heard).toHaveLength(count);
  }

  it('tell of what was booked, signed, and of the payment it was for', async () => {
    await gateway.charge(charge('pm_sim_approved'));
    await told(1);
    expect(heard[0]).toMatchObject({
      kind: 'payment.charge.succeeded',
      paymentId: `pay_${number}`,
    });
  });

  it('come twice, as the same', async () => {
    await gateway.charge(charge('pm_sim_webhook_twice'));
    await told(2);
    expect(new Set(heard.map(({ gatewayId }) => gatewayId)).size).toBe(1);
  });

  it('come before the answer', async () => {
    await gateway.charge(charge('pm_sim_webhook_early'));
    expect(heard).toHaveLength(1);
  });

  it('come late', async () => {
    await gateway.charge(charge('pm_sim_webhook_late'));
    await sleep(1_000);
    expect(heard).toHaveLength(0);
    await told(1);
  });

  it('are lost', async () => {
    await gateway.charge(charge('pm_sim_webhook_lost'));
    await told(0);
  });

  it('tell of a booked charge whose caller heard nothing, and of none that was not booked', async () => {
    await gateway.charge(charge('pm_sim_timeout_then_succeeded'));
    await told(1);
    number += 1;
    await gateway.charge(charge('pm_sim_timeout_not_booked'));
    await told(1);
  });

  it('tell of a dispute of what was taken', async () => {
    await gateway.charge(charge('pm_sim_disputed'));
    await told(2);
    const disputes = heard.flatMap(({ dispute }) => dispute ?? []);
    expect(disputes).toMatchObject([{ status: 'open', amountMinor: 700, reason: 'fraudulent' }]);
  });

  it('are sent again when they are refused', async () => {
    refuse = 1;
    await gateway.charge(charge('pm_sim_approved'));
    await told(1);
  });
});
