import { DomainError, notFound } from '@continuo/kernel/domain-error';

export const customerNotFound = (customerId: string) => notFound('customer', customerId);

export const customerErased = () =>
  new DomainError(
    'customer-erased',
    'The person was erased: nothing can be changed or sold any more.',
  );

export const customerHasOpenBusiness = (
  subscriptionIds: readonly string[],
  orderIds: readonly string[],
) =>
  new DomainError(
    'customer-has-open-business',
    'Programs run or orders are open: cancel or complete them first, then erase the customer.',
    'not-allowed-now',
    { subscription_ids: subscriptionIds, order_ids: orderIds },
  );
