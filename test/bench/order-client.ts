import autocannon from 'autocannon';
import { ADMIN_KEY } from '../e2e/server';
import { DEMO_ADDRESS } from '../../apps/platform/src/demo/catalogue';

/** A new customer's order of two lines, consent and payment in one request. */
export const ORDER = {
  campaign_id: 'cmp_spring-tv',
  call_id: 'call-bench',
  customer: {
    name: { first: 'Pat', last: 'Miller' },
    phone: '+19165550123',
    email: 'pat@example.com',
    address: DEMO_ADDRESS,
  },
  ship_to: { name: 'Pat Miller', ...DEMO_ADDRESS },
  lines: [
    { offer_id: 'off_juicer-main', quantity: 1, instalments: 4 },
    { offer_id: 'off_blades-upsell', quantity: 2 },
  ],
  consent: {
    script_version: 'spring-1',
    words: 'You order a juicer and blades. Do you agree?',
    recording_reference: 'rec-bench',
    given_by: 'Pat Miller',
  },
  payment: { token: 'pm_sim_approved' },
};

let sent = 0;

/** Orders that were answered as released, that is authorised, per second; throws when any was not. */
export async function ordersPerSecond(url: string, seconds: number): Promise<number> {
  let released = 0;
  const result = await autocannon({
    url: `${url}/v1/orders`,
    connections: 16,
    duration: seconds,
    requests: [
      {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization: `Bearer ${ADMIN_KEY}`,
          'continuo-agent-id': 'agt_nora',
          'continuo-call-centre-id': 'cc_northline',
          prefer: 'wait=5',
        },
        body: JSON.stringify(ORDER),
        setupRequest: (request) => {
          sent += 1;
          return {
            ...request,
            headers: { ...request.headers, 'idempotency-key': `bench-${process.pid}-${sent}` },
          };
        },
        onResponse: (status, body) => {
          if (status === 201 && body.includes('"status":"released"')) released += 1;
        },
      },
    ],
  });
  if (result.non2xx > 0 || result.errors > 0 || released < result.requests.total) {
    throw new Error(
      `${result.requests.total} orders were sent: ${result.non2xx} refused, ${result.errors} failed, ${released} released`,
    );
  }
  return result.requests.total / result.duration;
}
