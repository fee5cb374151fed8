import * as commissions from '@continuo/commissions/definitions';
import * as fulfilment from '@continuo/fulfilment/definitions';
import * as orders from '@continuo/orders/definitions';
import * as payments from '@continuo/payments/definitions';
import type { HistoryWords } from '@continuo/event-store/history-words';
import * as subscriptions from '@continuo/subscriptions/definitions';

const ALL = [orders, subscriptions, payments, fulfilment, commissions];

/** The aggregates and read models of all five services: all that a thread or a check needs of them. */
export const aggregates = ALL.flatMap((service) => service.aggregates);
/** What the events of each category say in an audit; of the others, their name. */
export const words: Readonly<Record<string, HistoryWords>> = Object.assign(
  {},
  ...ALL.map((service) => service.words),
);
export const projections = ALL.flatMap((service) => service.projections);
