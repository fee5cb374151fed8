import type { Aggregate } from '@continuo/event-store/aggregate';
import { type CreditCommand, creditDecider } from '../domain/customer-credit/decider';
import type { CreditEvent } from '../domain/customer-credit/events';
import { type CreditState, creditDueAt } from '../domain/customer-credit/state';

/** By customer id: exact revisions see to it that no two orders use the same credit. */
export const CUSTOMER_CREDIT: Aggregate<CreditCommand, CreditEvent, CreditState> = {
  category: 'customercredit',
  decider: creditDecider,
  events: {
    'customer-credit.granted.v1': true,
    'customer-credit.refund-received.v1': true,
    'customer-credit.reserved.v1': true,
    'customer-credit.returned.v1': true,
    'customer-credit.withdrawn.v1': true,
    'customer-credit.expired.v1': true,
  },
  dueAt: creditDueAt,
};
