import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import { type FaultOrder, StandInControl } from './control';
import { EventStoreDbStandIn } from './stand-in';

describe('the control of a stand-in', () => {
  let standIn: EventStoreDbStandIn;
  let control: StandInControl;
  let client: EventStoreDBClient;
  beforeEach(async () => {
    standIn = await EventStoreDbStandIn.start();
    control = await StandInControl.start(standIn);
    client = EventStoreDBClient.connectionString(standIn.url);
  });
  afterEach(async () => {
    await client.dispose();
    control.stop();
    await standIn.stop();
  });

  async function ask(method: string, path: string, order?: Partial<FaultOrder> | string) {
    const body = typeof order === 'string' ? order : JSON.stringify(order);
    const response = await fetch(`${control.url}${path}`, { method, body });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  }
  const append = () => client.appendToStream('note-1', [jsonEvent({ type: 'note', data: {} })]);

  it.each([
    ['unavailable', 'unavailable'],
    ['not-leader', 'not-leader'],
    ['timed-out', 'timeout'],
  ] as const)('lets the next append fail: %s', async (mishap, type) => {
    expect(await ask('POST', '/faults', { rpc: 'append', mishap })).toMatchObject({
      status: 200,
      body: { append: 1, read: 0 },
    });
    await expect(append()).rejects.toMatchObject({ type });
    expect((await ask('GET', '/faults')).body).toMatchObject({ append: 0 });
  });

  it('lets an append have its effect and its answer be lost', async () => {
    await ask('POST', '/faults', { rpc: 'append', mishap: 'unavailable', afterEffect: true });
    await expect(append()).rejects.toThrow();
    expect((await append()).nextExpectedRevision).toBe(1n);
  });

  it('delays as long as it is told', async () => {
    await ask('POST', '/faults', { rpc: 'append', mishap: 'delay', ms: 300 });
    const started = performance.now();
    await append();
    expect(performance.now() - started).toBeGreaterThan(290);
  });

  it('withdraws what has not struck', async () => {
    await ask('POST', '/faults', { rpc: 'append', mishap: 'silence', times: 50 });
    expect((await ask('DELETE', '/faults')).body).toMatchObject({ append: 0 });
    expect((await append()).success).toBe(true);
  });

  it('cuts connections and drops who follows', async () => {
    const subscription = client.subscribeToAll();
    const failed = new Promise((resolve) => subscription.once('error', resolve));
    await new Promise((resolve) => subscription.once('confirmation', resolve));
    expect(await ask('POST', '/drops')).toMatchObject({ status: 200 });
    await failed;
    expect(standIn.subscriberCount).toBe(0);
    expect(await ask('POST', '/cuts')).toMatchObject({ status: 200 });
  });

  it.each([
    ['another fault', { rpc: 'append', mishap: 'fire' }, 'mishap is fire: it is one of cut,'],
    ['another call', { rpc: 'write', mishap: 'cut' }, 'rpc is write: it is one of features,'],
    ['half a time', { rpc: 'append', mishap: 'cut', times: 0.5 }, 'times is 0.5'],
    ['an endless delay', { rpc: 'append', mishap: 'delay', ms: 1e9 }, 'ms is 1000000000'],
    ['no JSON', 'cut!', 'JSON'],
  ])('refuses %s', async (_, order, words) => {
    const { status, body } = await ask('POST', '/faults', order as Partial<FaultOrder>);
    expect(status).toBe(400);
    expect(body['error']).toContain(words);
  });

  it('says what there is', async () => {
    expect(await ask('GET', '/')).toMatchObject({ status: 404 });
  });
});
