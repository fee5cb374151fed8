import type { Decider } from '@continuo/kernel/decider';

/** A line of commission, as commissions told it. */
export interface CommissionClaimFacts {
  readonly commissionLineId: string;
  readonly orderId: string;
  readonly agentId: string;
  readonly currency: string;
  /** Negative on a reversal. */
  readonly amountMinor: number;
  /** The message that told of it. */
  readonly messageId: string;
}

export type CommissionClaimEvent =
  | { readonly type: 'commission-claim.accrued.v1'; readonly data: CommissionClaimFacts }
  | {
      readonly type: 'commission-claim.reversed.v1';
      readonly data: CommissionClaimFacts & { readonly reversesLineId: string };
    };

export type CommissionClaimCommand =
  | { readonly type: 'accrue'; readonly claim: CommissionClaimFacts }
  | {
      readonly type: 'reverse';
      readonly claim: CommissionClaimFacts;
      readonly reversesLineId: string;
    };

export interface CommissionClaimState {
  readonly recorded: boolean;
}

/** What the seller owes an agent, one stream per line of commission: it is recorded once. */
export const commissionClaimDecider: Decider<
  CommissionClaimCommand,
  CommissionClaimEvent,
  CommissionClaimState
> = {
  decide(command, { recorded }) {
    if (recorded) return [];
    return command.type === 'accrue'
      ? [{ type: 'commission-claim.accrued.v1', data: command.claim }]
      : [
          {
            type: 'commission-claim.reversed.v1',
            data: { ...command.claim, reversesLineId: command.reversesLineId },
          },
        ];
  },
  evolve: () => ({ recorded: true }),
  initialState: () => ({ recorded: false }),
};
