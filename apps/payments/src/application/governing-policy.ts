import type { CommandRunner } from '@continuo/event-store/command-runner';
import type { Instant } from '@continuo/kernel/instant';
import type { DunningPolicy } from '../domain/dunning/policy';
import { governingPolicy } from '../domain/dunning-policy/decider';
import { DUNNING_POLICIES, DUNNING_POLICIES_ID, PAYMENT } from './aggregates';

/** The dunning policy that governs a payment now; undefined for one that does not exist. */
export async function policyForPayment(
  runner: CommandRunner,
  paymentId: string,
  at: Instant,
): Promise<DunningPolicy | undefined> {
  const { state } = await runner.load(PAYMENT, paymentId);
  if (state.status === 'none') return undefined;
  const { customerId, sale } = state.order;
  return policyFor(runner, { customerId, campaignId: sale.campaignId }, at);
}

export async function policyFor(
  runner: CommandRunner,
  about: { readonly campaignId: string | null; readonly customerId: string },
  at: Instant,
): Promise<DunningPolicy> {
  const { state } = await runner.load(DUNNING_POLICIES, DUNNING_POLICIES_ID);
  return governingPolicy(state, about, at);
}
