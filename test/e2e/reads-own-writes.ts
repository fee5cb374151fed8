import { ORDER } from '../engines/load';
import { ADMIN_KEY } from './server';

const TIMES = 20;

/**
 * A front end that takes orders, one after the other, and after each asks for the list of that call:
 * answers the calls whose order was not in it.
 */
export async function missedInLists(url: string, name: string): Promise<readonly string[]> {
  const headers = { authorization: `Bearer ${ADMIN_KEY}`, 'content-type': 'application/json' };
  const missed: string[] = [];
  for (let n = 1; n <= TIMES; n += 1) {
    const call = `${name}-${n}`;
    const placed = await fetch(`${url}/v1/orders`, {
      method: 'POST',
      headers: {
        ...headers,
        'idempotency-key': call,
        'continuo-agent-id': 'agt_nora',
        'continuo-call-centre-id': 'cc_northline',
      },
      body: JSON.stringify({ ...ORDER, call_id: call }),
    });
    const position = placed.headers.get('continuo-position') ?? 'none';
    const listed = await fetch(`${url}/v1/orders?call_id=${call}`, {
      headers: { ...headers, 'continuo-min-position': position, prefer: 'wait=20' },
    });
    const { items = [] } = (await listed.json()) as { items?: object[] };
    const reflected = Number(listed.headers.get('continuo-position'));
    if (items.length !== 1 || !(reflected >= Number(position))) missed.push(call);
  }
  return missed;
}

/** What a list answers that is asked for a position which the record has not. */
export async function askedTooMuch(url: string): Promise<{ status: number; code: string }> {
  const answer = await fetch(`${url}/v1/orders`, {
    headers: {
      authorization: `Bearer ${ADMIN_KEY}`,
      'continuo-min-position': String(Number.MAX_SAFE_INTEGER),
      prefer: 'wait=0',
    },
  });
  const { code } = (await answer.json()) as { code: string };
  return { status: answer.status, code };
}
