import { DomainError, invalid } from '@continuo/kernel/domain-error';
import type { Cycle } from './state';

export const planNotAlternate = (plans: readonly string[]) =>
  new DomainError(
    'plan-not-alternate',
    plans.length === 0
      ? 'This plan names no other that a customer may change to by themself: an agent can.'
      : `From this plan a program can change to ${plans.join(', ')}.`,
    'invalid',
    { plans },
    [{ pointer: '/plan_id', detail: `Send one of: ${plans.join(', ') || 'none'}.` }],
  );

export const productInProgram = (sku: string) =>
  invalid('product-in-program', '/sku', `The program ships ${sku} already: change its quantity.`);

export const productIsMain = (sku: string) =>
  invalid('product-is-main', '/sku', `${sku} is the program's product: change it, or cancel.`);

export const productNotInProgram = (skus: readonly string[]) =>
  new DomainError(
    'product-not-in-program',
    skus.length === 0
      ? 'The program ships no further products.'
      : `The program ships ${skus.join(', ')} beside its product.`,
    'invalid',
    { skus },
    [{ pointer: '/sku', detail: `Send one of: ${skus.join(', ') || 'none'}.` }],
  );

export const changeNotForCustomer = (kind: string, allowed: readonly string[]) =>
  new DomainError(
    'change-not-for-customer',
    `A customer cannot make the change '${kind}' for themself: an agent can.`,
    'forbidden',
    { allowed },
  );

export const bundleNotInProgram = (skus: readonly string[]) =>
  new DomainError(
    'bundle-not-in-program',
    skus.length === 0
      ? 'The program ships no bundle: change its products instead.'
      : `The bundles that the program ships are ${skus.join(', ')}.`,
    'invalid',
    { skus },
    [{ pointer: '/bundle', detail: `Send one of: ${skus.join(', ') || 'none'}.` }],
  );

export const componentUnknown = (skus: readonly string[]) =>
  new DomainError(
    'component-unknown',
    skus.length === 0
      ? 'The program ships no bundle: change its product instead.'
      : `As components of bundles the program ships ${skus.join(', ')}.`,
    'invalid',
    { skus },
    [{ pointer: '/component', detail: `Send one of: ${skus.join(', ') || 'none'}.` }],
  );

export const componentFixed = (component: string, skus: readonly string[]) =>
  new DomainError(
    'component-not-swappable',
    skus.length === 0
      ? `The plan allows nothing instead of ${component}.`
      : `Instead of ${component} the plan allows ${skus.join(', ')}.`,
    'invalid',
    { skus },
    [{ pointer: '/sku', detail: `Send one of: ${skus.join(', ') || 'none'}.` }],
  );

export const shipmentsPaidFor = () =>
  new DomainError(
    'shipments-paid-for',
    'The shipments ahead are paid for: send more with an add-on, or change the plan.',
    'not-allowed-now',
    { allowed: ['add-on', 'add-product', 'plan'] },
  );

export const heldForPayment = () =>
  new DomainError(
    'held-for-payment',
    'It is held because a payment failed: change the payment method, then reactivate it.',
    'not-allowed-now',
    { allowed: ['payment-method', 'reactivate', 'cancel'] },
  );

export const noCommitment = () =>
  invalid('no-commitment', '/when', 'The plan has no commitment: cancel now or at a cycle.');

export const approvalRequestNotFound = (requestId: string) =>
  new DomainError(
    'approval-request-not-found',
    'There is no such request that waits for a decision: it was decided before, or never made.',
    'not-found',
    { request_id: requestId },
  );

export const samePersonApproves = (requestedBy: string) =>
  new DomainError(
    'same-person-approves',
    'Whoever asked for a change cannot approve it: another supervisor has to.',
    'forbidden',
    { requested_by: requestedBy },
  );

export const nothingToUndo = (changeId: string) =>
  new DomainError(
    'nothing-to-undo',
    'That request has changed nothing that could be undone.',
    'not-allowed-now',
    { change_id: changeId },
  );

export const alreadyUndone = (changeId: string) =>
  new DomainError('already-undone', 'That change was undone before.', 'not-allowed-now', {
    change_id: changeId,
  });

export const changedSince = (changeId: string) =>
  new DomainError(
    'changed-since',
    'A later change has touched the same: undo that one first.',
    'not-allowed-now',
    { undo_first: changeId },
  );

/** What was shipped or charged is not called back; `cycles` are the ones that were handed over since. */
export const undoTooLate = (
  why: string,
  cycles: readonly Pick<Cycle, 'cycle' | 'orderId' | 'status' | 'dueOn'>[],
  cycle?: number,
) =>
  new DomainError(
    'undo-too-late',
    `${why} What was shipped or charged stays: make a change of its own for the cycles ahead, or cancel or return the order.`,
    'not-allowed-now',
    {
      ...(cycle !== undefined && { cycle }),
      handed_over: cycles.map((entry) => ({
        cycle: entry.cycle,
        due_on: entry.dueOn,
        order_id: entry.orderId,
        status: entry.status,
      })),
    },
  );

export const differentCustomers = () =>
  invalid(
    'different-customers',
    '/subscription_ids',
    'Ship dates are merged for one customer: send programs of the same customer.',
  );

export const heldBySeller = (reason: string) =>
  new DomainError(
    'held-by-seller',
    `It is on hold (${reason}) until an agent releases it.`,
    'forbidden',
    { hold_reason: reason, allowed: ['cancel', 'address', 'payment-method'] },
  );

export const endedBySeller = (reason: string) =>
  new DomainError(
    'ended-by-seller',
    `The seller has ended it, or will (${reason}): an agent can start it again, or put its end off.`,
    'forbidden',
    { reason },
  );

export const addOnNotTaken = (skus: readonly string[]) =>
  new DomainError(
    'add-on-not-taken',
    skus.length === 0
      ? 'No add-on goes with the next shipment.'
      : `With the next shipment go ${skus.join(', ')}.`,
    'invalid',
    { skus },
    [{ pointer: '/sku', detail: `Send one of: ${skus.join(', ') || 'none'}.` }],
  );
