import { DEMO, DEMO_ADDRESS } from '../../apps/platform/src/demo/catalogue';
import { ADMIN_KEY } from './server';

const CARD = '4111 1111 1111 1111';
export const CARD_DIGITS = CARD.replaceAll(' ', '');
const CUSTOMER = {
  name: { first: 'Lee', last: 'Park' },
  phone: '+19165550177',
  email: 'lee@example.com',
  address: DEMO_ADDRESS,
};
export const ORDER = {
  campaign_id: DEMO.campaign,
  customer: CUSTOMER,
  ship_to: { name: 'Lee Park', ...DEMO_ADDRESS },
  lines: [{ offer_id: DEMO.mainOffer, quantity: 1 }],
};
const PRODUCT = {
  sku: 'NEW-1',
  name: 'New',
  prices_minor: { USD: 100 },
  tax_category: 'general',
  returnable: true,
};
export const NORA = {
  'continuo-agent-id': DEMO.agents.nora,
  'continuo-call-centre-id': DEMO.callCentres.northline,
  'continuo-call-id': 'call-bad-input',
};

/** A resource as it was seen last. */
export interface Seen {
  readonly path: string;
  readonly etag: string;
}

/** What the walk, and the preparations below, have left to be misused. */
export interface Known {
  /** A draft with a program in it and no consent; its key was used once. */
  readonly draft: Seen;
  readonly delivered: Seen;
  readonly cancelled: Seen;
  readonly payment: Seen;
  /** Cancelled. */
  readonly program: Seen;
  /** Accepted, one juicer in it. */
  readonly shipment: Seen;
  /** Nora's, with something on it. */
  readonly statement: string;
  readonly commissionLine: string;
  readonly keys: Readonly<
    Record<'nora' | 'sara' | 'southline' | 'finance' | 'vendor' | 'otherVendor' | 'revoked', string>
  >;
}

export interface Request {
  readonly method?: string;
  readonly path: string;
  /** Sent as JSON; text and bytes go as they are. */
  readonly body?: unknown;
  /** As admin unless another key is given; null sends none. */
  readonly key?: string | null;
  /** Null leaves a header out that is sent otherwise. */
  readonly headers?: Readonly<Record<string, string | null>>;
}

export type Row = readonly [
  what: string,
  status: number,
  code: string,
  send: (known: Known) => Request,
];

export const DRAFT_KEY = 'bad-input-draft';
export const post = (path: string, body: unknown, headers: Request['headers'] = {}): Request => ({
  method: 'POST',
  path,
  body,
  headers,
});
const order = (changes: object): Request => post('/v1/orders', { ...ORDER, ...changes });
const line = (changes: object): Request => order({ lines: [{ ...ORDER.lines[0], ...changes }] });
const product = (changes: object): Request => post('/v1/products', { ...PRODUCT, ...changes });
const change = (
  { path, etag }: Seen,
  what: string,
  body: unknown,
  headers: Request['headers'] = {},
): Request => post(`${path}/${what}`, body, { 'if-match': etag, ...headers });
const CREDIT = { amount_minor: 500, currency: 'USD', reason: 'parcel came late' };
const grant = (changes: object, customer = 'cus_lee'): Request =>
  post(`/v1/customer-credits/${customer}/grants`, { ...CREDIT, ...changes });
export const read = (path: string, key?: string | null): Request => ({ path, key });
const as = (key: string, request: Request): Request => ({ ...request, key });

// prettier-ignore
export const SHAPE: readonly Row[] = [
  ['malformed JSON', 400, 'malformed-json', () => post('/v1/orders', '{"campaign_id":')],
  ['bytes that are not UTF-8', 400, 'malformed-json', () => post('/v1/orders', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d]))],
  ['a body that is not an object', 400, 'invalid-request', () => post('/v1/orders', [ORDER])],
  ['another media type', 415, 'unsupported-media-type', () => post('/v1/orders', '<order/>', { 'content-type': 'application/xml' })],
  ['an oversize body', 413, 'body-too-large', () => order({ call_id: 'x'.repeat(300_000) })],
  ['an unknown field', 400, 'unknown-field', () => order({ colour: 'red' })],
  ['an unknown field in a nested object', 400, 'unknown-field', () => line({ discount: 5 })],
  ['__proto__', 400, 'unknown-field', () => post('/v1/orders', `{"__proto__":{"admin":true},${JSON.stringify(ORDER).slice(1)}`)],
  ['constructor', 400, 'unknown-field', () => order({ constructor: { prototype: {} } })],
  ['a missing field', 400, 'invalid-request', () => order({ ship_to: undefined })],
  ['text where a number belongs', 400, 'invalid-request', () => line({ quantity: '1' })],
  ['a number where text belongs', 400, 'invalid-request', () => product({ name: 7 })],
  ['an object where a list belongs', 400, 'invalid-request', () => order({ lines: {} })],
  ['null where something belongs', 400, 'invalid-request', () => product({ name: null })],
  ['a float for money', 400, 'invalid-request', () => product({ prices_minor: { USD: 19.95 } })],
  ['money as text', 400, 'invalid-request', () => product({ prices_minor: { USD: '1995' } })],
  ['negative money', 400, 'invalid-request', () => product({ prices_minor: { USD: -1 } })],
  ['more money than is exact', 400, 'invalid-request', () => post('/v1/products', JSON.stringify(PRODUCT).replace('100}', '1e300}'))],
  ['an unknown currency', 422, 'unknown-currency', () => product({ prices_minor: { ZZZ: 100 } })],
  ['quantity 0', 400, 'invalid-request', () => line({ quantity: 0 })],
  ['quantity 10^9', 400, 'invalid-request', () => line({ quantity: 1e9 })],
  ['a negative quantity', 400, 'invalid-request', () => line({ quantity: -1 })],
  ['half a quantity', 400, 'invalid-request', () => line({ quantity: 0.5 })],
  ['five instalments', 400, 'invalid-request', () => line({ instalments: 5 })],
  ['30 February', 400, 'invalid-request', ({ program }) => change(program, 'date-changes', { on: '2027-02-30' })],
  [
    'an instant in month 13',
    400,
    'invalid-request',
    ({ shipment }) =>
      change(shipment, 'packages', {
        carrier: 'UPS',
        tracking_number: '1',
        shipped_at: '2026-13-01T00:00:00Z',
      }),
  ],
  ['an instant without an offset', 400, 'invalid-request', ({ delivered }) => read(`${delivered.path}?as_of=2026-11-22T09:30:00`)],
  ['an interval of no length', 400, 'invalid-request', ({ program }) => change(program, 'interval-changes', { interval: 'P0M' })],
  ['NUL in text', 400, 'invalid-request', () => product({ name: 'a\0b' })],
  ['NUL in a path', 400, 'invalid-request', () => read('/v1/orders/ord_%00')],
  ['a lone surrogate', 400, 'invalid-request', () => product({ name: 'a\ud800b' })],
  ['a lone surrogate in a field name', 400, 'invalid-request', () => product({ 'a\udc00': 1 })],
  ['credit of nothing', 400, 'invalid-request', () => grant({ amount_minor: 0 })],
  ['whether to use credit, as text', 400, 'invalid-request', () => order({ payment: { token: 'pm_sim_approved', use_credit: 'yes' } })],
  ['a deposit of nothing', 400, 'invalid-request', () => order({ payment: { token: 'pm_sim_approved', deposit_minor: 0 } })],
  ['a refund to nowhere', 400, 'invalid-request', ({ payment }) => change(payment, 'refunds', { reason: 'r', to: 'cash' })],
  ['an unknown parameter', 400, 'unknown-field', () => read('/v1/orders?colour=red')],
  ['a page beyond the limit', 400, 'invalid-request', () => read('/v1/orders?limit=100000')],
  ['a cursor that nobody gave', 400, 'invalid-request', () => read('/v1/orders?cursor=nonsense')],
  ['what is no token of the gateway', 400, 'invalid-request', () => order({ payment: { token: 'tok_visa' } })],
  ['a route that does not exist', 404, 'route-not-found', () => read('/v1/nothing')],
];

// prettier-ignore
export const HEADERS: readonly Row[] = [
  ['no Idempotency-Key', 400, 'idempotency-key-missing', () => post('/v1/orders', ORDER, { 'idempotency-key': null })],
  ['an Idempotency-Key beyond its length', 400, 'idempotency-key-malformed', () => post('/v1/orders', ORDER, { 'idempotency-key': 'k'.repeat(256) })],
  ['an Idempotency-Key used for another body', 422, 'idempotency-key-reused', () => post('/v1/orders', { ...ORDER, lines: [] }, { 'idempotency-key': DRAFT_KEY })],
  ['no If-Match', 428, 'if-match-required', ({ draft }) => change(draft, 'cancel', { reason: 'no' }, { 'if-match': null })],
  ['a stale If-Match', 412, 'stale-revision', ({ draft }) => change(draft, 'cancel', { reason: 'no' }, { 'if-match': '"0"' })],
  ['an If-Match of the future', 412, 'stale-revision', ({ draft }) => change(draft, 'cancel', { reason: 'no' }, { 'if-match': '"999"' })],
  ['an If-Match that is no ETag', 400, 'if-match-malformed', ({ draft }) => change(draft, 'cancel', { reason: 'no' }, { 'if-match': '*' })],
  ['a stale If-Match on a program', 412, 'stale-revision', ({ program }) => change(program, 'reactivations', {}, { 'if-match': '"0"' })],
  ['a call id with a line break in it', 400, 'invalid-header', () => post('/v1/orders', ORDER, { 'continuo-call-id': 'call one' })],
];

// prettier-ignore
export const TRANSITIONS: readonly Row[] = [
  ['cancelling a delivered order', 409, 'nothing-to-cancel', ({ delivered }) => change(delivered, 'cancel', { reason: 'too late' })],
  ['placing an order twice', 409, 'order-not-draft', ({ delivered }) => change(delivered, 'place', { token: 'pm_sim_approved' })],
  ['placing a cancelled order', 409, 'order-not-draft', ({ cancelled }) => change(cancelled, 'place', { token: 'pm_sim_approved' })],
  ['adding a line to a placed order', 409, 'order-not-draft', ({ delivered }) => change(delivered, 'lines', { offer_id: DEMO.upsellOffer, quantity: 1 })],
  ['another token where none was declined', 409, 'payment-not-declined', ({ delivered }) => change(delivered, 'payment-attempts', { token: 'pm_sim_approved' })],
  ['releasing what is not held', 409, 'order-not-held', ({ delivered }) => change(delivered, 'release', { reason: 'go' })],
  ['placing a program without consent', 409, 'consent-missing', ({ draft }) => change(draft, 'place', { token: 'pm_sim_approved' })],
  ['an offer that does not exist', 422, 'offer-unknown', () => line({ offer_id: 'off_nothing' })],
  [
    'shipping more than was requested',
    422,
    'more-than-requested',
    ({ shipment }) =>
      change(shipment, 'packages', {
        carrier: 'UPS',
        tracking_number: '1Z1',
        lines: [{ line_id: 'line-1', quantity: 2 }],
      }),
  ],
  [
    'shipping a line that was not requested',
    422,
    'line-not-in-shipment',
    ({ shipment }) =>
      change(shipment, 'packages', {
        carrier: 'UPS',
        tracking_number: '1Z1',
        lines: [{ line_id: 'line-9', quantity: 1 }],
      }),
  ],
  ['refunding more than was captured', 422, 'refund-exceeds-captured', ({ payment }) => change(payment, 'refunds', { reason: 'all', amount_minor: 99_999_999 })],
  ['a deposit above what is due first', 422, 'deposit-too-high', ({ draft }) => change(draft, 'place', { token: 'pm_sim_approved', deposit_minor: 99_999_999 })],
  ['a deposit without consent', 409, 'consent-missing', () => order({ payment: { token: 'pm_sim_approved', deposit_minor: 100 } })],
  ['a quote with a deposit above what is due first', 422, 'deposit-too-high', ({ draft }) => read(`${draft.path}/quote?deposit_minor=99999999`)],
  ['credit that has expired when it is granted', 422, 'expiry-has-passed', () => grant({ expires_at: '2020-01-01T00:00:00Z' })],
  ['credit for what is no customer', 404, 'customer-not-found', () => grant({}, 'ord_1')],
  ['raising what is not held any more', 409, 'nothing-authorised', ({ payment }) => change(payment, 'authorisation-raises', { reason: 'more', amount_minor: 100 })],
  ['refunding more as credit than was captured', 422, 'refund-exceeds-captured', ({ payment }) => change(payment, 'refunds', { reason: 'all', amount_minor: 99_999_999, to: 'credit' })],
  ['skipping on a cancelled program', 409, 'change-not-allowed', ({ program }) => change(program, 'skips', {})],
  ['pausing a cancelled program', 409, 'change-not-allowed', ({ program }) => change(program, 'pauses', { until: '2028-01-01' })],
  ['an order that does not exist', 404, 'order-not-found', () => change({ path: '/v1/orders/ord_nothing', etag: '"0"' }, 'cancel', { reason: 'no' })],
  ['a program that does not exist', 404, 'subscription-not-found', () => read('/v1/subscriptions/sub_nothing')],
  ['a number that reaches no campaign', 404, 'unknown-dnis', () => read('/v1/screen-pop?dnis=%2B18005550199&ani=%2B19165550123&call_id=c')],
  ['a token that the gateway does not know', 422, 'unknown-token', () => order({ payment: { token: 'pm_nobody' } })],
  ['a card that is stored for another customer', 422, 'unknown-token', () => order({ payment: { token: 'pm_sim_foreign' } })],
  ['an order by such a number', 422, 'unknown-dnis', () => order({ campaign_id: undefined, dnis: '+18005550199' })],
];

// prettier-ignore
export const PARTIES: readonly Row[] = [
  ["another centre's order", 404, 'order-not-found', ({ delivered, keys }) => read(delivered.path, keys.sara)],
  ["another centre's order, as it was", 404, 'order-not-found', ({ delivered, keys }) => read(`${delivered.path}?as_of=3`, keys.sara)],
  ["another centre's order, for the centre itself", 404, 'order-not-found', ({ delivered, keys }) => read(delivered.path, keys.southline)],
  ["the history of another centre's order", 404, 'order-not-found', ({ delivered, keys }) => read(`${delivered.path}/history`, keys.sara)],
  ["another centre's quote", 404, 'order-not-found', ({ draft, keys }) => read(`${draft.path}/quote`, keys.sara)],
  ["cancelling another centre's order", 404, 'order-not-found', ({ draft, keys }) => as(keys.sara, change(draft, 'cancel', { reason: 'mine' }))],
  ["another centre's program", 404, 'subscription-not-found', ({ program, keys }) => read(program.path, keys.sara)],
  ["the history of another centre's program", 404, 'subscription-not-found', ({ program, keys }) => read(`${program.path}/history`, keys.sara)],
  ["changing another centre's program", 404, 'subscription-not-found', ({ program, keys }) => as(keys.sara, change(program, 'reactivations', {}))],
  ["another centre's payment", 404, 'payment-not-found', ({ payment, keys }) => read(payment.path, keys.sara)],
  ["another agent's statement", 403, 'not-your-statement', ({ statement, keys }) => read(statement, keys.sara)],
  ["another agent's commission line", 404, 'commission-line-not-found', ({ commissionLine, keys }) => read(commissionLine, keys.sara)],
  ["the shipment of another centre's order", 404, 'shipment-not-found', ({ shipment, keys }) => read(shipment.path.replace('shipment-requests', 'shipments'), keys.sara)],
  ["another vendor's shipment", 404, 'shipment-not-found', ({ shipment, keys }) => read(shipment.path, keys.otherVendor)],
  ["shipping another vendor's shipment", 404, 'shipment-not-found', ({ shipment, keys }) => as(keys.otherVendor, change(shipment, 'packages', { carrier: 'UPS', tracking_number: '1Z1' }))],
  ['speaking for another agent', 403, 'forbidden-agent', ({ keys }) => as(keys.sara, post('/v1/orders', ORDER))],
  ['no key', 401, 'unauthenticated', ({ delivered }) => read(delivered.path, null)],
  ['a wrong key', 401, 'unauthenticated', ({ delivered }) => read(delivered.path, `${ADMIN_KEY}x`)],
  ['a revoked key', 401, 'unauthenticated', ({ delivered, keys }) => read(delivered.path, keys.revoked)],
  ['an agent who makes products', 403, 'forbidden-role', ({ keys }) => as(keys.nora, product({}))],
  ['an agent who grants more credit than an agent may', 403, 'credit-limit-exceeded', ({ keys }) => as(keys.nora, grant({ amount_minor: 2501 }))],
  ['a vendor who grants credit', 403, 'forbidden-role', ({ keys }) => as(keys.vendor, grant({}))],
  ['an agent who withdraws credit', 403, 'forbidden-role', ({ keys }) => as(keys.nora, post('/v1/customer-credits/cus_1/grants/crg_1/withdrawals', { reason: 'wrong' }, { 'if-match': '"0"' }))],
  ['an agent who refunds', 403, 'forbidden-role', ({ payment, keys }) => as(keys.nora, change(payment, 'refunds', { reason: 'nice caller' }))],
  ['a vendor who reads an order', 403, 'forbidden-role', ({ delivered, keys }) => read(delivered.path, keys.vendor)],
  ['finance that takes an order', 403, 'forbidden-role', ({ keys }) => as(keys.finance, post('/v1/orders', ORDER, { 'continuo-agent-id': null }))],
];

// prettier-ignore
export const CARDS: readonly Row[] = [
  ['in text', () => product({ name: `card ${CARD}` })],
  ['in a nested field', () => order({ customer: { ...CUSTOMER, address: { ...DEMO_ADDRESS, lines: [CARD_DIGITS] } } })],
  ['as a number', () => product({ returnable: Number(CARD_DIGITS) })],
  ['with dashes', () => product({ name: CARD.replaceAll(' ', '-') })],
  ['in the place of the token', () => order({ payment: { token: `pm_${CARD_DIGITS}` } })],
  ['as a field name', () => product({ [CARD_DIGITS]: 1 })],
  ['written in escapes', () => post('/v1/products', `{"name":"${[...CARD_DIGITS].map((digit) => `\\u003${digit}`).join('')}"}`)],
  ['in a field that nobody knows', () => product({ note: CARD })],
  ['a security code', () => order({ payment: { token: 'pm_sim_approved', cvv: '123' } })],
  ['in the reason of a change', ({ draft }: Known) => change(draft, 'cancel', { reason: CARD })],
  ['in the reason of credit', () => grant({ reason: `card ${CARD}` })],
  ['in a header', () => post('/v1/orders', ORDER, { 'continuo-call-id': CARD_DIGITS })],
  ['in the Idempotency-Key', () => post('/v1/orders', ORDER, { 'idempotency-key': CARD })],
  ['in a query', () => read(`/v1/orders?call_id=${encodeURIComponent(CARD)}`)],
  ['in a path', () => read(`/v1/orders/${CARD_DIGITS}`)],
].map(([what, send]) => [`a card number ${what as string}`, 422, 'card-number-refused', send as Row[3]]);
