import type { IncomingHttpHeaders } from 'node:http';
import type { Channel, Principal, Role } from './principal';
import { HttpProblem } from './problem';

const SPEAKS_FOR_CUSTOMERS: ReadonlySet<Role> = new Set(['integration', 'admin']);
const CUSTOMER_ID = /^cus_[A-Za-z0-9_-]{1,80}$/;

/**
 * A customer who acts for themself, on a page or with an IVR, through the key of an integration. From
 * here on the request has the role `customer`: it may do what routes let customers do, and sees what
 * is this customer's alone. Without the headers the holder of the key speaks for itself.
 */
export function speakingFor(principal: Principal, headers: IncomingHttpHeaders): Principal {
  const customerId = headers['continuo-customer-id'];
  const channel = headers['continuo-channel'];
  if (customerId === undefined && channel === undefined) return principal;
  if (!SPEAKS_FOR_CUSTOMERS.has(principal.role)) {
    throw new HttpProblem(
      403,
      'forbidden-customer',
      'This key may not speak for a customer: leave out Continuo-Customer-Id and Continuo-Channel, or use the key of an integration.',
    );
  }
  if (typeof customerId !== 'string' || !CUSTOMER_ID.test(customerId)) {
    throw badHeader('Send Continuo-Customer-Id, the id of the one customer who asks, once.');
  }
  if (headers['continuo-agent-id'] !== undefined) {
    throw badHeader('Leave out Continuo-Agent-Id: a customer acts for themself.');
  }
  const { keyId, callCentreId } = principal;
  const own = { keyId, callCentreId, role: 'customer', customerId } as const;
  return { ...own, channel: channelOf(channel, headers) };
}

/** A page unless another channel is named; an IVR says on which call. */
function channelOf(named: string | string[] | undefined, headers: IncomingHttpHeaders): Channel {
  if (named === undefined || named === 'self-service') return 'self-service';
  if (named !== 'ivr') throw badHeader('Send Continuo-Channel as self-service or ivr.');
  if (headers['continuo-call-id'] === undefined || headers['continuo-call-id'] === '') {
    throw badHeader('Send Continuo-Call-Id: an IVR acts on a call.');
  }
  return 'ivr';
}

function badHeader(detail: string): HttpProblem {
  return new HttpProblem(400, 'invalid-header', detail);
}
