import type { Decider } from '@continuo/kernel/decider';
import { DomainError } from '@continuo/kernel/domain-error';
import type { DnisEvent } from './events';

/** One dialled number: a stream of its own, so that two active campaigns never share it. */
export interface DnisState {
  readonly campaignId: string | null;
}

export interface DnisCommand {
  readonly kind: 'assign';
  readonly dnis: string;
  readonly campaignId: string;
  /** The campaign that was seen to have the number and to be over: it may be taken from that one. */
  readonly takeFrom: string | null;
}

function decide(command: DnisCommand, { campaignId: holder }: DnisState): readonly DnisEvent[] {
  const { dnis, campaignId, takeFrom } = command;
  if (holder === campaignId) return [];
  if (holder !== null && holder !== takeFrom) throw dnisInUse(dnis);
  return [{ type: 'dnis.assigned.v1', data: { dnis, campaignId, from: holder } }];
}

const dnisInUse = (dnis: string) =>
  new DomainError('dnis-in-use', `${dnis} belongs to another campaign.`, 'conflict', { dnis });

export const dnisDecider: Decider<DnisCommand, DnisEvent, DnisState> = {
  decide,
  evolve: (_state, event) => ({ campaignId: event.data.campaignId }),
  initialState: () => ({ campaignId: null }),
};
