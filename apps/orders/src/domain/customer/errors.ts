import { DomainError, notFound } from '@continuo/kernel/domain-error';

export const customerNotFound = (customerId: string) => notFound('customer', customerId);

export const customerErased = () =>
  new DomainError(
    'customer-erased',
    'The person was erased: nothing can be changed or sold any more.',
  );
