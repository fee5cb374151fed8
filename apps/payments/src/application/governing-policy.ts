import type { CommandRunner } from '@continuo/event-store/command-runner';
import type { Instant } from '@continuo/kernel/instant';
import type { DunningPolicy } from '../domain/dunning/policy';
import { governingPolicy } from '../domain/dunning-policy/decider';
import { DUNNING_POLICIES, DUNNING_POLICIES_ID } from './aggregates';

/** The dunning policy that governs declines of a sale to a customer. */
export async function policyFor(
  runner: CommandRunner,
  about: { readonly campaignId: string | null; readonly customerId: string },
  at: Instant,
): Promise<DunningPolicy> {
  const { state } = await runner.load(DUNNING_POLICIES, DUNNING_POLICIES_ID);
  return governingPolicy(state, about, at);
}
