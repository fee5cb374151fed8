import type { ApiAnswer, ApiClient } from '../../apps/platform/src/api-client';
import { NORA, ORDER } from './bad-input.rows';

/**
 * An agent asks for a link to a draft; whoever pays gives a card that is declined, then one that is
 * approved: answers the draft, the link as it was asked for, and what each of the two saw.
 */
export async function payByLink(admin: ApiClient) {
  const ask = (path: string, body: object): Promise<ApiAnswer> =>
    admin.send({ method: 'POST', path, body, headers: NORA });
  const { body: draft } = await ask('/v1/orders', ORDER);
  const { body: link } = await ask('/v1/payment-links', {
    order_id: draft.order_id,
    channel: 'link',
  });
  const payer = admin.withKey(link.secret);
  const pay = async (token: string) => {
    const headers = { prefer: 'wait=10' };
    return payer.send({ method: 'POST', path: '/v1/pay', body: { token }, headers });
  };
  const declined = await pay('pm_sim_declined_soft');
  const paid = await pay('pm_sim_approved');
  return { draft, link, payer, pay, declined, paid };
}
