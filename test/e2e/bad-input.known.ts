import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RecordReader } from '@continuo/event-store/sqlite/record-reader';
import type { NewAccessKey } from '@continuo/http/access-keys';
import { SqliteAccessKeys } from '@continuo/http/sqlite/sqlite-access-keys';
import type { ApiAnswer, ApiClient } from '../../apps/platform/src/api-client';
import { DEMO } from '../../apps/platform/src/demo/catalogue';
import { DRAFT_KEY, type Known, NORA, ORDER, type Seen } from './bad-input.rows';
import type { ServerProcess } from './server';

/** Waits until nothing follows from what was done. */
export async function settled(record: RecordReader): Promise<void> {
  for (let head = -1, same = 0; same < 5; await sleep(100)) {
    same = record.head() === head ? same + 1 : 0;
    head = record.head();
  }
}

/** What the walk has left, and what else there must be to be misused. */
export async function prepare(server: ServerProcess, admin: ApiClient): Promise<Known> {
  const get = (path: string): Promise<ApiAnswer> => admin.send({ method: 'GET', path });
  const first = async (path: string): Promise<Record<string, string>> => {
    const { body } = await get(path);
    if (!body.items?.[0]) throw new Error(`nothing at ${path}: ${JSON.stringify(body)}`);
    return body.items[0];
  };
  const seen = async (path: string): Promise<Seen> => ({
    path,
    etag: (await get(path)).etag ?? '',
  });

  const delivered = (await first('/v1/orders?status=delivered')).order_id;
  const cancelled = (await first('/v1/orders?status=cancelled')).order_id;
  const program = (await first('/v1/subscriptions?limit=1')).subscription_id;
  const payment = (await first(`/v1/payments?order_id=${delivered}`)).payment_id;
  const line = { offer_id: DEMO.crossSellOffer, quantity: 1, interval: 'P1M' };
  const draft = await admin.send({
    method: 'POST',
    path: '/v1/orders',
    headers: { ...NORA, 'idempotency-key': DRAFT_KEY },
    body: { ...ORDER, lines: [...ORDER.lines, line] },
  });
  const placed = await admin.send({
    method: 'POST',
    path: '/v1/orders',
    headers: { ...NORA, prefer: 'wait=10' },
    body: { ...ORDER, payment: { token: 'pm_sim_approved' } },
  });
  let shipmentId: string | undefined;
  for (let tries = 0; shipmentId === undefined && tries < 100; tries += 1, await sleep(100)) {
    shipmentId = (await get(`/v1/shipments?order_id=${placed.body.order_id}`)).body.items[0]
      ?.shipment_id;
  }
  const requested = await seen(`/v1/shipment-requests/${shipmentId}`);
  await admin.send({
    method: 'POST',
    path: `${requested.path}/acceptance`,
    headers: { 'if-match': requested.etag },
    body: {},
  });
  const month = ((await get('/v1/test-clock')).body.now as string).slice(0, 7);
  const statement = `/v1/commission-statements?agent_id=${DEMO.agents.nora}&period=${month}`;
  const [earned] = (await get(statement)).body.items;

  return {
    draft: await seen(`/v1/orders/${draft.body.order_id}`),
    delivered: await seen(`/v1/orders/${delivered}`),
    cancelled: await seen(`/v1/orders/${cancelled}`),
    program: await seen(`/v1/subscriptions/${program}`),
    payment: await seen(`/v1/payments/${payment}`),
    shipment: await seen(requested.path),
    statement,
    commissionLine: `/v1/commission-lines/${earned.commission_line_id}`,
    keys: issueKeys(server.dataDir),
  };
}

function issueKeys(dataDir: string): Known['keys'] {
  const keys = SqliteAccessKeys.open(join(dataDir, 'access.db'));
  const { northline, southline } = DEMO.callCentres;
  try {
    const issue = (key: Omit<NewAccessKey, 'name'>) => keys.create({ name: 'bad input', ...key });
    const revoked = issue({ role: 'admin' });
    keys.revoke(revoked.keyId);
    return {
      nora: issue({ role: 'agent', agentId: DEMO.agents.nora, callCentreId: northline }).secret,
      sara: issue({ role: 'agent', agentId: DEMO.agents.sara, callCentreId: southline }).secret,
      southline: issue({ role: 'call-centre', callCentreId: southline }).secret,
      finance: issue({ role: 'finance' }).secret,
      vendor: issue({ role: 'vendor', vendorId: DEMO.vendor }).secret,
      otherVendor: issue({ role: 'vendor', vendorId: 'ven_other' }).secret,
      revoked: revoked.secret,
    };
  } finally {
    keys.close();
  }
}
