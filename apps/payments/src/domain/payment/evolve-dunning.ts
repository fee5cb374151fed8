import { never } from '@continuo/kernel/decider';
import type { DunningEvent } from './dunning-events';
import type { PaymentEvent, PaymentEventOf } from './events';
import { DEPOSIT, type OpenPayment } from './state';

const DUNNING = {
  'payment.decline-judged.v1': true,
  'payment.retry-scheduled.v1': true,
  'payment.last-notice-given.v1': true,
  'payment.given-up.v1': true,
  'payment.fell-past-due.v1': true,
  'payment.past-due-settled.v1': true,
} as const satisfies Readonly<Record<DunningEvent['type'], true>>;

export function isDunning(event: PaymentEvent): event is DunningEvent {
  return Object.hasOwn(DUNNING, event.type);
}

/** The decline itself says when it is tried again; only giving up changes more. */
export function evolveDunning(state: OpenPayment, event: DunningEvent): OpenPayment {
  switch (event.type) {
    case 'payment.decline-judged.v1':
    case 'payment.retry-scheduled.v1':
    case 'payment.last-notice-given.v1':
    case 'payment.fell-past-due.v1':
    case 'payment.past-due-settled.v1':
      return state;
    case 'payment.given-up.v1':
      return givenUp(state, event);
    default:
      return never(event);
  }
}

/** Nothing more is tried for it; a card that reached a cap is not authorised, a closed one not used at all. */
function givenUp(state: OpenPayment, { data }: PaymentEventOf<'payment.given-up.v1'>): OpenPayment {
  const { kind, because, token, instalment } = data;
  const withheld: OpenPayment['withheld'] =
    because === 'account-closed'
      ? { token, from: 'everything' }
      : because === 'cap' && kind === 'authorise'
        ? { token, from: 'authorisations' }
        : state.withheld;
  if (kind === 'charge' && instalment !== DEPOSIT) {
    return { ...state, withheld, chargeRetries: { ...state.chargeRetries, [instalment]: null } };
  }
  return { ...state, withheld, authoriseAt: null };
}
