import { COMMISSIONS } from '@continuo/commissions/commissions.module';
import { FULFILMENT } from '@continuo/fulfilment/fulfilment.module';
import { ORDERS } from '@continuo/orders/orders.module';
import { PAYMENTS } from '@continuo/payments/payments.module';
import type { Service } from '@continuo/service/service';
import { SUBSCRIPTIONS } from '@continuo/subscriptions/subscriptions.module';

/** The five services, as they run in one process. */
export const SERVICES: readonly Service[] = [
  ORDERS,
  SUBSCRIPTIONS,
  PAYMENTS,
  FULFILMENT,
  COMMISSIONS,
];
