import { type Decider, never } from '@continuo/kernel/decider';
import { DomainError } from '@continuo/kernel/domain-error';
import type { DnisEvent } from './events';

/** One dialled number: a stream of its own, so that two active campaigns never share it. */
export interface DnisState {
  readonly campaignId: string | null;
}

export type DnisCommand =
  | {
      readonly kind: 'assign';
      readonly dnis: string;
      readonly campaignId: string;
      /** The campaign that was seen to have the number and to be over: it may be taken from that one. */
      readonly takeFrom: string | null;
    }
  | { readonly kind: 'release'; readonly dnis: string; readonly campaignId: string };

function decide(command: DnisCommand, { campaignId: holder }: DnisState): readonly DnisEvent[] {
  const { dnis, campaignId } = command;
  switch (command.kind) {
    case 'assign':
      if (holder === campaignId) return [];
      if (holder !== null && holder !== command.takeFrom) throw dnisInUse(dnis);
      return [{ type: 'dnis.assigned.v1', data: { dnis, campaignId, from: holder } }];
    case 'release':
      if (holder !== campaignId) return [];
      return [{ type: 'dnis.released.v1', data: { dnis, campaignId } }];
    default:
      return never(command);
  }
}

const dnisInUse = (dnis: string) =>
  new DomainError('dnis-in-use', `${dnis} belongs to another active campaign.`, 'conflict', {
    dnis,
  });

export const dnisDecider: Decider<DnisCommand, DnisEvent, DnisState> = {
  decide,
  evolve: (_state, event) => ({
    campaignId: event.type === 'dnis.assigned.v1' ? event.data.campaignId : null,
  }),
  initialState: () => ({ campaignId: null }),
};
