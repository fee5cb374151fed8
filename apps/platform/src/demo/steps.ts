import type { ApiAnswer } from '../api-client';
import { DEMO, DEMO_ADDRESS } from './catalogue';
import { amount, ensure, type Walk } from './walk-log';

type Verify = () => Promise<readonly string[]>;

export interface Step {
  readonly title: string;
  readonly run: (walk: Walk, verify: Verify) => Promise<void>;
}

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

const CALLER = '+19165550123';

interface Schedule {
  readonly cycle: number;
  readonly due_on: string;
  readonly status: string;
}

export const STEPS: readonly Step[] = [
  { title: 'The catalogue: what may be sold, by whom, on which number', run: catalogue },
  { title: 'The call arrives: who is calling, about what', run: screenPop },
  { title: 'The order: lines, quote, consent, a declined card, another one', run: takeOrder },
  {
    title: 'The money: authorised, and what is done when the gateway does not answer',
    run: followMoney,
  },
  { title: 'The goods: the vendor accepts, ships two packages, the money follows', run: shipOrder },
  { title: 'The program: a month later the next cycle renews by itself', run: renew },
  { title: 'A call about the program: each change previewed, then made', run: changeProgram },
  { title: 'The audit: who changed what, on which call; and what was true before', run: audit },
  {
    title: 'The commission: accrued, opened to its events, taken back with a refund',
    run: payCommission,
  },
  { title: 'The check: everything that is kept holds together', run: checkAll },
];

async function catalogue(walk: Walk): Promise<void> {
  const campaign = await walk.get(`/v1/campaigns/${DEMO.campaign}`);
  ensure(campaign.body.dnis.length === 2, 'the campaign has two numbers');
  const offer = await walk.get(`/v1/offers/${DEMO.mainOffer}`);
  const plan = await walk.get(`/v1/plans/${DEMO.plan}`);
  await walk.get(`/v1/vendors/${DEMO.vendor}`);
  walk.say(
    `${campaign.body.name} on ${campaign.body.dnis.join(' and ')}: ${offer.body.name}, ${amount(offer.body.price.prices_minor.USD)}; ${plan.body.name}`,
  );
}

async function screenPop(walk: Walk): Promise<void> {
  const query = `dnis=${encodeURIComponent(DEMO.dnis[0])}&ani=${encodeURIComponent(CALLER)}&call_id=call-demo-1`;
  const pop = await walk.get(`/v1/screen-pop?${query}`);
  walk.say(
    `${pop.body.campaign.name}, ${pop.body.offers.length} offers, ${pop.body.candidates.length} customers known by this number`,
  );
  const flat = await walk.get(`/v1/screen-pop?${query}&format=flat`);
  ensure(flat.body['campaign.campaign_id'] === DEMO.campaign, 'the flat form names the campaign');
  const unknown = await walk.send(
    {
      method: 'GET',
      path: '/v1/screen-pop?dnis=%2B18005550199&ani=%2B19165550123&call_id=call-demo-1',
    },
    404,
  );
  ensure(unknown.body.code === 'unknown-dnis', 'an unknown number is named as such');
  walk.say(`an unknown number: ${unknown.body.detail}`);
}

async function openOrder(
  walk: Walk,
  lines: readonly object[],
  rest: object = {},
): Promise<ApiAnswer> {
  return walk.send(
    {
      method: 'POST',
      path: '/v1/orders',
      headers: { prefer: 'wait=5' },
      body: {
        campaign_id: DEMO.campaign,
        customer: {
          name: { first: 'Pat', last: 'Miller' },
          phone: CALLER,
          email: 'pat@example.com',
          address: DEMO_ADDRESS,
        },
        ship_to: { name: 'Pat Miller', ...DEMO_ADDRESS },
        lines,
        ...rest,
      },
    },
    201,
  );
}

async function takeOrder(walk: Walk): Promise<void> {
  let order = await openOrder(walk, [{ offer_id: DEMO.mainOffer, quantity: 1, instalments: 4 }]);
  const path = `/v1/orders/${order.body.order_id}`;
  order = await walk.change(`${path}/lines`, { offer_id: DEMO.upsellOffer, quantity: 2 }, order);
  order = await walk.change(
    `${path}/lines`,
    { offer_id: DEMO.crossSellOffer, quantity: 1, interval: 'P1M' },
    order,
  );
  const quote = (await walk.get(`${path}/quote`)).body;
  ensure(
    quote.instalments.length === 4 && quote.programs[0].next_cycles.length === 6,
    'the quote has four instalments and six program dates',
  );
  walk.say(
    `goods ${amount(quote.goods_minor)}, shipping ${amount(quote.shipping_minor)}, tax ${amount(quote.tax_minor)}; now ${amount(quote.due_now_minor)}`,
  );
  walk.say(`to be read aloud: ${quote.words_to_read}`);
  order = await walk.change(
    `${path}/consent`,
    {
      script_version: DEMO.scriptVersion,
      words: quote.words_to_read,
      recording_reference: 'rec-demo-1',
      given_by: 'Pat Miller',
    },
    order,
  );
  const wait = { prefer: 'wait=5' };
  order = await walk.change(`${path}/place`, { token: 'pm_sim_declined_soft' }, order, wait);
  ensure(order.body.payment.state === 'declined', 'the first card is declined');
  walk.say(`declined: ${order.body.payment.last_decline.code}; the caller gives another card`);
  order = await walk.change(`${path}/payment-attempts`, { token: 'pm_sim_approved' }, order, wait);
  ensure(order.body.status === 'released', 'the order is released');
  Object.assign(walk.found, { orderId: order.body.order_id, customerId: order.body.customer_id });
  walk.say(`order ${order.body.order_id}: authorised and released to fulfilment`);
}

async function followMoney(walk: Walk): Promise<void> {
  const { body } = await walk.until(
    `/v1/payments?order_id=${walk.known('orderId')}`,
    (answer) => answer.body.items.length === 1,
    'the payment',
  );
  const payment = await walk.get(`/v1/payments/${body.items[0].payment_id}`);
  walk.found.paymentId = payment.body.payment_id;
  ensure(payment.body.status === 'authorised', 'the payment is authorised');
  walk.say(
    `${amount(payment.body.authorised_minor)} authorised of ${amount(payment.body.ordered_minor)}; captured when goods ship`,
  );

  const silent = await openOrder(walk, [{ offer_id: DEMO.mainOffer, quantity: 1 }], {
    payment: { token: 'pm_sim_timeout_then_succeeded' },
  });
  ensure(silent.body.status === 'held', 'an order whose payment is unknown is held');
  walk.say(
    'the gateway did not answer: nothing is tried again until it has said what became of the charge',
  );
  await walk.advance(6 * MINUTE_MS);
  const known = await walk.get(`/v1/orders/${silent.body.order_id}`);
  ensure(known.body.status === 'released', 'after asking the gateway the order is released');
  walk.say('asked after five minutes: it had been authorised; charged once, released');
  const cancelled = await walk.change(
    `/v1/orders/${silent.body.order_id}/cancel`,
    { reason: 'ordered twice' },
    known,
  );
  ensure(['released', 'cancelled'].includes(cancelled.body.status), 'the cancellation is accepted');
  await walk.until(
    `/v1/orders/${silent.body.order_id}`,
    (answer) => answer.body.status === 'cancelled',
    'the cancelled order',
  );
  await walk.until(
    `/v1/payments?order_id=${silent.body.order_id}`,
    (answer) => answer.body.items[0]?.status === 'released',
    'the released authorisation',
  );
  walk.say('cancelled before packing: the authorisation is given free');
}

async function shipmentOf(walk: Walk, orderId: string): Promise<ApiAnswer> {
  const { body } = await walk.until(
    `/v1/shipments?order_id=${orderId}`,
    (answer) => answer.body.items.length > 0,
    'the shipment',
  );
  return walk.get(`/v1/shipment-requests/${body.items[0].shipment_id}`);
}

async function shipOrder(walk: Walk): Promise<void> {
  let shipment = await shipmentOf(walk, walk.known('orderId'));
  const path = `/v1/shipment-requests/${shipment.body.shipment_id}`;
  const [juicer, ...others] = shipment.body.lines as { line_id: string; quantity: number }[];
  ensure(juicer !== undefined && others.length === 2, 'three lines are to be shipped');
  const packed = ({ line_id, quantity }: { line_id: string; quantity: number }) => ({
    line_id,
    quantity,
  });
  shipment = await walk.change(`${path}/acceptance`, {}, shipment);
  shipment = await walk.change(
    `${path}/packages`,
    { lines: [packed(juicer)], carrier: 'UPS', tracking_number: '1Z999AA10123456784' },
    shipment,
  );
  shipment = await walk.change(
    `${path}/packages`,
    { lines: others.map(packed), carrier: 'USPS', tracking_number: '9400111899223197428490' },
    shipment,
  );
  for (const { package_id } of shipment.body.packages as { package_id: string }[]) {
    shipment = await walk.change(`${path}/packages/${package_id}/delivery`, {}, shipment);
  }
  await walk.until(
    `/v1/orders/${walk.known('orderId')}`,
    (answer) => answer.body.status === 'delivered',
    'the delivered order',
  );
  const payment = await walk.until(
    `/v1/payments/${walk.known('paymentId')}`,
    (answer) => answer.body.authorised_minor === 0,
    'the capture',
  );
  walk.say(`two packages, two captures: ${amount(payment.body.captured_minor)} taken`);
}

async function renew(walk: Walk): Promise<void> {
  const { body } = await walk.until(
    `/v1/subscriptions?customer_id=${walk.known('customerId')}`,
    (answer) => answer.body.items.length === 1,
    'the program',
  );
  const id: string = body.items[0].subscription_id;
  walk.found.subscriptionId = id;
  walk.say(`the program ships ${body.items[0].name} next on ${body.items[0].next_cycle_on}`);
  await walk.advance(32 * DAY_MS);
  const orders = await walk.until(
    `/v1/orders?customer_id=${walk.known('customerId')}`,
    (answer) =>
      answer.body.items.some(
        (order: { order_id: string; status: string }) =>
          order.order_id !== walk.known('orderId') && order.status === 'released',
      ),
    "the cycle's order",
  );
  const listed = orders.body.items.find(
    (order: { order_id: string }) => order.order_id !== walk.known('orderId'),
  );
  const cycle = (await walk.get(`/v1/orders/${listed.order_id}`)).body;
  ensure(cycle.subscription_id === id, 'the order belongs to the program');
  let shipment = await shipmentOf(walk, cycle.order_id);
  const path = `/v1/shipment-requests/${shipment.body.shipment_id}`;
  shipment = await walk.change(`${path}/acceptance`, {}, shipment);
  await walk.change(
    `${path}/packages`,
    { carrier: 'UPS', tracking_number: '1Z999AA10123456785' },
    shipment,
  );
  await walk.until(
    `/v1/payments?order_id=${cycle.order_id}`,
    (answer) => answer.body.items[0]?.status === 'captured',
    'the capture of the cycle',
  );
  walk.say(
    `cycle ${cycle.cycle}: order ${cycle.order_id} placed, authorised, shipped and captured by itself`,
  );
}

async function changeProgram(walk: Walk): Promise<void> {
  const path = `/v1/subscriptions/${walk.known('subscriptionId')}`;
  walk.found.beforeChanges = (await walk.get('/v1/test-clock')).body.now;
  await walk.advance(MINUTE_MS);
  let program = await walk.get(path);
  const make = async (what: string, body: object, preview: object): Promise<void> => {
    const shown = (
      await walk.send({ method: 'POST', path: `${path}/previews`, body: { change: preview } })
    ).body;
    program = await walk.change(`${path}/${what}`, body, program);
    const dates = (cycles: readonly Schedule[]): string =>
      cycles
        .slice(0, 3)
        .map((cycle) => (cycle.status === 'skipped' ? `(${cycle.due_on})` : cycle.due_on))
        .join(' ') || 'none';
    walk.say(`${what}: ${dates(shown.before)} becomes ${dates(shown.after)}`);
  };
  const reason = 'customer has too much product';
  await make(
    'interval-changes',
    { interval: 'P2M', reason },
    { kind: 'interval', interval: 'P2M' },
  );
  await make(
    'price-changes',
    { unit_price_minor: 3495, reason: 'price complaint' },
    { kind: 'price', unit_price_minor: 3495 },
  );
  await make(
    'product-changes',
    { sku: DEMO.skus.berries, reason },
    { kind: 'product', sku: DEMO.skus.berries },
  );
  const later = new Date(Date.parse(walk.known('beforeChanges')) + 45 * DAY_MS)
    .toISOString()
    .slice(0, 10);
  await make('date-changes', { on: later, reason }, { kind: 'date', on: later });
  await make('skips', { reason }, { kind: 'skip' });
  const until = new Date(Date.parse(walk.known('beforeChanges')) + 120 * DAY_MS)
    .toISOString()
    .slice(0, 10);
  await make('pauses', { until, reason: 'travelling' }, { kind: 'pause', until });
  await make('resumptions', { reason: 'back early' }, { kind: 'resume' });
  await make(
    'cancellations',
    { reason_code: 'too-much-product', note: 'still has two boxes' },
    { kind: 'cancel', reason_code: 'too-much-product' },
  );
  ensure(program.body.status === 'cancelled', 'the program is cancelled');
}

async function audit(walk: Walk): Promise<void> {
  const path = `/v1/subscriptions/${walk.known('subscriptionId')}`;
  const history = (await walk.get(`${path}/history?limit=200`)).body.items as {
    field: string;
    from: unknown;
    to: unknown;
    actor: { id: string };
    call_id: string;
    script_version: string;
    reason: string;
  }[];
  const interval = history.find((entry) => entry.field === 'interval' && entry.to === 'P2M');
  ensure(interval !== undefined, 'the history shows the changed interval');
  ensure(
    interval.actor.id === DEMO.agents.nora && interval.call_id === 'call-demo-1',
    'the history names the agent and the call',
  );
  walk.say(
    `interval from ${interval.from} to ${interval.to} by ${interval.actor.id} on ${interval.call_id}, script ${interval.script_version}: ${interval.reason}`,
  );
  const asOf = encodeURIComponent(walk.known('beforeChanges'));
  const before = (await walk.get(`${path}?as_of=${asOf}`)).body;
  ensure(
    before.interval === 'P1M' && before.status === 'active',
    'as of then the program was as it was',
  );
  walk.say(
    `as of ${walk.known('beforeChanges')}: ${before.status}, every ${before.interval}, ${before.sku}`,
  );
  for (const resource of [
    `orders/${walk.known('orderId')}`,
    `payments/${walk.known('paymentId')}`,
    `customers/${walk.known('customerId')}`,
  ]) {
    await walk.get(`/v1/${resource}?as_of=${asOf}`);
  }
}

interface StatementLine {
  readonly commission_line_id: string;
  readonly order_id: string;
  readonly entry: 'accrual' | 'reversal';
  readonly sku: string;
  readonly amount_minor: number;
  readonly reverses_line_id: string | null;
  readonly period: string;
}

/** Nora's commission lines of the order: its goods left in this month, or in the one before. */
async function commissionLines(
  walk: Walk,
  entry: StatementLine['entry'],
): Promise<StatementLine[]> {
  const lines: StatementLine[] = [];
  for (const daysAgo of [62, 31, 0]) {
    const month = new Date(Date.parse(walk.known('beforeChanges')) - daysAgo * DAY_MS)
      .toISOString()
      .slice(0, 7);
    const statement = await walk.get(
      `/v1/commission-statements?agent_id=${DEMO.agents.nora}&period=${month}&limit=200`,
    );
    lines.push(...(statement.body.items as StatementLine[]));
  }
  return lines.filter((line) => line.order_id === walk.known('orderId') && line.entry === entry);
}

async function payCommission(walk: Walk): Promise<void> {
  const accrued = await commissionLines(walk, 'accrual');
  const [line] = accrued;
  ensure(line !== undefined, 'the order accrued commission');
  const explained = (await walk.get(`/v1/commission-lines/${line.commission_line_id}`)).body;
  ensure(explained.events.length > 0, 'a line opens to its events');
  walk.say(
    `${DEMO.agents.nora} in ${line.period}: ${amount(line.amount_minor)} for ${line.sku}, ${explained.calculation}; it opens to ${explained.events.length} events`,
  );
  const payment = await walk.get(`/v1/payments/${walk.known('paymentId')}`);
  const refund = { reason: 'returned unused', lines: [{ line_id: 'line-2' }] };
  await walk.change(`/v1/payments/${walk.known('paymentId')}/refunds`, refund, payment, {}, 201);
  await walk.eventually(
    async () => (await commissionLines(walk, 'reversal')).length > 0,
    'the reversal',
  );
  const [reversal] = await commissionLines(walk, 'reversal');
  walk.say(
    `refunded the upsell: ${amount(reversal?.amount_minor ?? 0)} taken back, citing ${reversal?.reverses_line_id}`,
  );
}

async function checkAll(walk: Walk, verify: Verify): Promise<void> {
  for (const line of await verify()) walk.say(line);
}
