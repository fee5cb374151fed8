import { DEMO } from '../../apps/platform/src/demo/catalogue';
import { verify } from '../../apps/platform/src/verify/verify';
import { ORDER } from './bad-input.rows';
import { payByLink } from './pay-by-link';
import { Seller } from './seller';
import { ServerProcess } from './server';

jest.setTimeout(180_000);

describe('an order that whoever pays pays by a link', () => {
  let server: ServerProcess;
  let seller: Seller;
  let story: Awaited<ReturnType<typeof payByLink>>;

  beforeAll(async () => {
    server = await ServerProcess.start();
    seller = new Seller(server.client('seller'));
    story = await payByLink(server.client('link'));
  });
  afterAll(() => server.remove());

  it('is declined, then placed and authorised, with an agent who waits and hears no card', async () => {
    const { link, declined, paid } = story;
    expect([declined.status, declined.body]).toMatchObject([
      200,
      { status: 'open', last_attempt: 'declined', attempts_left: 4 },
    ]);
    expect([paid.status, paid.body]).toMatchObject([
      200,
      { status: 'paid', amount_minor: link.amount_minor },
    ]);
    const path = `/v1/payment-links/${link.payment_link_id}`;
    const seen = await seller.get(path);
    expect(seen).toMatchObject({ status: 'paid', attempts: 2 });
    const order = await seller.get(`/v1/orders/${link.order_id}`);
    expect(order.status).toBe('released');
    const { items } = await seller.get(`/v1/payments?order_id=${link.order_id}`);
    expect(items).toMatchObject([{ status: 'authorised', authorised_minor: link.amount_minor }]);
    const listed = `/v1/payment-links?order_id=${link.order_id}`;
    await seller.until(listed, ({ items: rows }) => rows[0]?.status === 'paid');
  });

  it('is paid once, whatever the payer sends again', async () => {
    const again = await story.pay('pm_sim_approved');
    expect([again.status, again.body.status]).toEqual([200, 'paid']);
    const other = await story.pay('pm_sim_card_other');
    expect([other.status, other.body.code]).toEqual([409, 'payment-link-ended']);
    const unknown = await story.pay('pm_nobody_knows');
    expect([unknown.status, unknown.body.code]).toEqual([409, 'payment-link-ended']);
  });

  it('shows the payer nothing of the seller', async () => {
    for (const path of ['/v1/orders', `/v1/payment-links/${story.link.payment_link_id}`]) {
      expect((await story.payer.send({ method: 'GET', path })).status).toBe(401);
    }
    const { body } = await story.payer.send({ method: 'GET', path: '/v1/pay' });
    expect(JSON.stringify(body)).not.toMatch(/cus_|ord_|call|agt_|Park/);
  });

  it('expires when its time has come', async () => {
    const { body: order } = await seller.post('/v1/orders', ORDER);
    const request = { order_id: order.order_id, channel: 'ivr' };
    const { body } = await seller.post('/v1/payment-links', request);
    await seller.post('/v1/test-clock/advance', { by: 'PT2H' });
    await seller.until(
      `/v1/payment-links/${body.payment_link_id}`,
      ({ status }) => status === 'expired',
    );
  });

  it('pays a later instalment that was declined', async () => {
    const line = { offer_id: DEMO.mainOffer, quantity: 1, instalments: 4 };
    const payment = { token: 'pm_sim_instalment_declined_soft' };
    const { body } = await seller.post('/v1/orders', { ...ORDER, lines: [line], payment });
    const path = `/v1/orders/${body.order_id}`;
    await seller.until(path, ({ status }) => status === 'released');
    await seller.ship(body.order_id);
    await seller.until(path, ({ payment: { captured_minor: minor } }) => minor > 0);
    await seller.post('/v1/test-clock/advance', { by: 'P32D' });
    const order = await seller.until(
      path,
      ({ payment: { last_decline } }) => last_decline !== null,
    );
    const request = { order_id: body.order_id, channel: 'link' };
    const { body: link } = await seller.post('/v1/payment-links', request);
    expect(link.amount_minor).toBe(order.instalments[1].amount_minor);
    const { body: paid } = await server.client('later', link.secret).send({
      method: 'POST',
      path: '/v1/pay',
      body: { token: 'pm_sim_card_another' },
      headers: { prefer: 'wait=10' },
    });
    expect(paid.status).toBe('paid');
    const both = order.instalments[0].amount_minor + order.instalments[1].amount_minor;
    await seller.until(path, ({ payment: { captured_minor: minor } }) => minor === both);
  });

  it('leaves nothing that verify would name', async () => {
    const { checks } = await verify(server.dataDir);
    expect(
      checks.flatMap(({ name, breaches }) => breaches.map((each) => `${name}: ${each}`)),
    ).toEqual([]);
    expect(checks.find(({ name }) => name === 'payment-links-used-once')?.facts).toBe(3);
  });
});
