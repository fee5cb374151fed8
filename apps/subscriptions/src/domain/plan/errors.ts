import { DomainError, invalid, notFound } from '@continuo/kernel/domain-error';

export const planNotFound = (planId: string) => notFound('plan', planId);

export const planExists = (planId: string) =>
  new DomainError(
    'plan-exists',
    `Plan ${planId} is published with other terms: publish a new version of it.`,
    'conflict',
    { plan_id: planId },
  );

export const badPlan = (pointer: string, detail: string) => invalid('bad-plan', pointer, detail);
