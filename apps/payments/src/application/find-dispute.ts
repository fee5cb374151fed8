import type { CommandRunner } from '@continuo/event-store/command-runner';
import { deriveId } from '@continuo/kernel/ids';
import type { OpenedDispute } from '../domain/dispute/decider';
import { disputeNotFound } from '../domain/payment/errors';
import { DISPUTE } from './aggregates';

/** A dispute is known by the gateway's name for it. */
export function disputeIdOf(reference: string): string {
  return deriveId('dsp', reference);
}

/** Throws `dispute-not-found`. */
export async function findDispute(
  runner: CommandRunner,
  disputeId: string,
): Promise<{ dispute: OpenedDispute; revision: number }> {
  const { state, revision } = await runner.load(DISPUTE, disputeId);
  if (state.status === 'none') throw disputeNotFound(disputeId);
  return { dispute: state, revision };
}
