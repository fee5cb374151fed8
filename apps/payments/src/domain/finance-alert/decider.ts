import type { Decider } from '@continuo/kernel/decider';

/** What finance is to look at: asked of money and refused, or moved where it should not have been. */
export interface FinanceAlert {
  readonly alertId: string;
  /** The stable code of the refusal, or of what happened. */
  readonly code: string;
  readonly detail: string;
  readonly paymentId: string | null;
  readonly amountMinor: number | null;
  readonly currency: string | null;
}

export interface FinanceAlertEvent {
  readonly type: 'finance-alert.raised.v1';
  readonly data: FinanceAlert;
}

export type FinanceAlertCommand = { readonly type: 'raise' } & FinanceAlert;

/** An alert is a stream of its own: what it is about stays as it was. */
export const financeAlertDecider: Decider<
  FinanceAlertCommand,
  FinanceAlertEvent,
  FinanceAlert | null
> = {
  decide({ type: _, ...alert }, raised) {
    return raised ? [] : [{ type: 'finance-alert.raised.v1', data: alert }];
  },
  evolve: (_, { data }) => data,
  initialState: () => null,
};
