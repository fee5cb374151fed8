import * as commissions from '@continuo/commissions/definitions';
import * as fulfilment from '@continuo/fulfilment/definitions';
import * as orders from '@continuo/orders/definitions';
import * as payments from '@continuo/payments/definitions';
import * as subscriptions from '@continuo/subscriptions/definitions';

const ALL = [orders, subscriptions, payments, fulfilment, commissions];

/** The aggregates and read models of all five services: all that a thread or a check needs of them. */
export const aggregates = ALL.flatMap((service) => service.aggregates);
export const projections = ALL.flatMap((service) => service.projections);
