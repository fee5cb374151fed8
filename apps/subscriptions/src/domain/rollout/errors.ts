import { DomainError, invalid, notFound } from '@continuo/kernel/domain-error';
import type { RolloutState } from './state';

export const rolloutNotFound = (id: string) => notFound('price-rollout', id);

export const badRollout = (pointer: string, detail: string) =>
  invalid('bad-price-rollout', pointer, detail);

export const rolloutExists = (id: string) =>
  new DomainError(
    'price-rollout-exists',
    `Price roll-out ${id} is planned with other terms: plan one with another id.`,
    'conflict',
    { id },
  );

export const rolloutNotAllowed = (
  asked: string,
  status: RolloutState['status'],
  allowed: readonly string[],
) =>
  new DomainError(
    'price-rollout-not-allowed',
    `A price roll-out that is ${status} does not take this (${asked})${allowed.length === 0 ? '' : `, but ${allowed.join(', ')}`}.`,
    'not-allowed-now',
    { asked, status, allowed },
  );

export const cohortNotOpen = (cohorts: readonly string[]) =>
  new DomainError(
    'cohort-not-open',
    cohorts.length === 0
      ? 'Every cohort has been started.'
      : `These cohorts can be started: ${cohorts.join(', ')}.`,
    'invalid',
    { cohorts },
    [{ pointer: '/cohort', detail: `Send one of: ${cohorts.join(', ') || 'none'}.` }],
  );
