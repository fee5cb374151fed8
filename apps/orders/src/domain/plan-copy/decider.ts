import type { Decider } from '@continuo/kernel/decider';
import type { PlanCopyEvent, PublishedPlan } from './events';

/** What orders knows of a plan of subscriptions: its newest version. */
export interface PlanCopyState {
  readonly plan: PublishedPlan | null;
}

export interface PlanCopyCommand {
  readonly kind: 'learn-version';
  readonly plan: PublishedPlan;
}

export const planCopyDecider: Decider<PlanCopyCommand, PlanCopyEvent, PlanCopyState> = {
  decide: ({ plan }, state) =>
    state.plan && state.plan.version >= plan.version
      ? []
      : [{ type: 'plan-copy.version-learnt.v1', data: plan }],
  evolve: (_state, event) => ({ plan: event.data }),
  initialState: () => ({ plan: null }),
};
