import { DEMO } from './catalogue';
import { amount, type Walk } from './walk-log';

/** One line for each of the five who use the system: what they would see now. */
export async function whatTheyAllSee(walk: Walk): Promise<Record<string, string>> {
  const customerId = walk.known('customerId');
  const pop = await walk.get(
    `/v1/screen-pop?dnis=${encodeURIComponent(DEMO.dnis[0])}&ani=%2B19165550123&call_id=call-demo-2`,
  );
  const requests = await walk.get('/v1/shipment-requests?status=requested');
  const balances = await walk.get('/v1/ledger/balances');
  const programs = await walk.get(`/v1/subscriptions?customer_id=${customerId}`);
  const events = await walk.get('/v1/events?limit=1000');
  const candidate = pop.body.candidates.find(
    (one: { customer_id: string }) => one.customer_id === customerId,
  );
  return {
    'the agent': `${pop.body.candidates.length} customers known by the caller's number, first ${candidate?.name.first} ${candidate?.name.last} with ${candidate?.orders.length} orders`,
    'the vendor': `${requests.body.items.length} shipments to be accepted`,
    finance: balances.body.items
      .map(
        (account: { account: string; balance_minor: number; currency: string }) =>
          `${account.account} ${amount(account.balance_minor, account.currency)}`,
      )
      .join(', '),
    'the customer': programs.body.items
      .map((program: { name: string; status: string }) => `${program.name}: ${program.status}`)
      .join(', '),
    'the auditor': `${events.body.items.length} published events up to position ${events.body.position}, each with its cause`,
  };
}
