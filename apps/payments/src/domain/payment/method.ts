import type { Instant } from '@continuo/kernel/instant';
import { ANY_NETWORK, capReached } from '../dunning/network-caps';
import { hardDeclined } from './dunning';
import type { PaymentEvent } from './events';
import type { Method } from './facts';
import { toAuthoriseMinor } from './goods';
import { nextInstalment, stillWanted } from './next-step';
import { pastDueOf } from './past-due';
import type { OpenPayment } from './state';
import { refOf } from './steps';

const FIRST_AUTHORISATION = {
  kind: 'authorise',
  instalment: 1,
  amountMinor: 0,
  token: '',
} as const;

export interface Replacement {
  readonly method: Method;
  readonly account?: string;
  readonly triesOnCard: readonly Instant[];
  readonly onFile?: boolean;
  readonly now: Instant;
}

/** Another token ends the tries on the old one and is tried at once, if anything is to be collected. */
export function replaceMethod(state: OpenPayment, asked: Replacement): PaymentEvent[] {
  const { method, now, triesOnCard } = asked;
  const amountMinor = toAuthoriseMinor(state);
  const instalmentFails =
    Object.keys(state.chargeRetries).length > 0 || state.withheld?.from === 'everything';
  const last = state.attempts.findLast((each) => each.kind === 'authorise');
  const authorisationFails =
    last?.status !== 'succeeded' && stillWanted(state, FIRST_AUTHORISATION);
  if (!instalmentFails && !authorisationFails && !asked.onFile) return [];
  const declined = hardDeclined(state, method.token);
  if (declined || capReached(triesOnCard, now, ANY_NETWORK)) {
    const refused: PaymentEvent = {
      type: 'payment.retry-refused.v1',
      data: {
        ...refOf(state),
        instalment: declined?.instalment ?? 1,
        amountMinor: declined?.amountMinor ?? amountMinor,
        token: method.token,
        code: declined?.code ?? 'too_many_tries',
        cause: declined ? 'hard-declined-before' : 'too-many-tries',
      },
    };
    return [refused];
  }
  return [
    { type: 'payment.method-replaced.v1', data: { from: state.method, to: method, at: now } },
    ...routed(state.account, asked.account, now),
  ];
}

/** New attempts go to another account, if it is another. */
export function routed(from: string, account: string | undefined, at: Instant): PaymentEvent[] {
  if (account === undefined || account === from) return [];
  return [{ type: 'payment.routed.v1', data: { account, at } }];
}

/** A card whose account is closed ends its own retries; nothing when it is not used, or not needed any more. */
export function closeCard(state: OpenPayment, token: string): PaymentEvent[] {
  const { method, withheld, order } = state;
  if (method.token !== token || (withheld?.token === token && withheld.from === 'everything'))
    return [];
  const instalment = nextInstalment(state);
  const toCollect = state.authoriseAt !== null || pastDueOf(state).amountMinor > 0;
  if (!instalment && !toCollect && !stillWanted(state, FIRST_AUTHORISATION)) return [];
  return [
    {
      type: 'payment.given-up.v1',
      data: {
        ...refOf(state),
        customerId: order.customerId,
        campaignId: order.sale.campaignId,
        instalment: instalment?.number ?? 1,
        amountMinor: instalment?.amountMinor ?? toAuthoriseMinor(state),
        kind: instalment ? 'charge' : 'authorise',
        token,
        because: 'account-closed',
        policy: null,
        whenInstalmentFails: null,
      },
    },
  ];
}
