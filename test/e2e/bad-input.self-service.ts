import { type Known, post, read, type Request, type Row, type Seen } from './bad-input.rows';

const SOMEBODY = { 'continuo-customer-id': 'cus_somebody' };
const NO_AGENT = { 'continuo-agent-id': null, 'continuo-call-centre-id': null };

/** As a customer who has no program and no order. */
const own = (request: Request, headers: Request['headers'] = SOMEBODY): Request => ({
  ...request,
  headers: { ...NO_AGENT, ...request.headers, ...headers },
});
const ask = ({ path, etag }: Seen, what: string, body: unknown): Request =>
  post(`${path}/${what}`, body, { 'if-match': etag });
const skip = ({ program }: Known): Request => ask(program, 'skips', {});

// prettier-ignore
export const SELF_SERVICE: readonly Row[] = [
  ["another customer's program", 404, 'subscription-not-found', ({ program }) => own(read(program.path))],
  ["another customer's schedule", 404, 'subscription-not-found', ({ program }) => own(read(`${program.path}/schedule`))],
  ["skipping on another customer's program", 404, 'subscription-not-found', (known) => own(skip(known))],
  ["cancelling another customer's program", 404, 'subscription-not-found', ({ program }) => own(ask(program, 'cancellations', { reason_code: 'moved' }))],
  ["another customer's order", 404, 'order-not-found', ({ delivered }) => own(read(delivered.path))],
  ["another customer's list", 403, 'forbidden-customer', () => own(read('/v1/orders?customer_id=cus_other'))],
  ['the dossier of an order', 403, 'forbidden-role', ({ delivered }) => own(read(`${delivered.path}/dossier`))],
  ['the dossier of a draft, by anybody', 409, 'order-not-placed', ({ draft }) => read(`${draft.path}/dossier`)],
  ['cancelling an order', 403, 'forbidden-role', ({ draft }) => own(ask(draft, 'cancel', { reason: 'no' }))],
  ['what people changed', 403, 'forbidden-role', () => own(read('/v1/changes'))],
  ["with an agent's key", 403, 'forbidden-customer', ({ program, keys }) => ({ ...own(read(program.path)), key: keys.nora })],
  ['with an agent beside them', 400, 'invalid-header', (known) => own(skip(known), { ...SOMEBODY, 'continuo-agent-id': 'agt_nora' })],
  ['who is nobody', 400, 'invalid-header', (known) => own(skip(known), { 'continuo-customer-id': 'nobody' })],
  ['on a channel there is not', 400, 'invalid-header', (known) => own(skip(known), { ...SOMEBODY, 'continuo-channel': 'chat' })],
  ['on an IVR without a call', 400, 'invalid-header', (known) => own(skip(known), { ...SOMEBODY, 'continuo-channel': 'ivr', 'continuo-call-id': null })],
];
