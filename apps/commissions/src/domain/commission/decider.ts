import { type Decider, never } from '@continuo/kernel/decider';
import type { Instant } from '@continuo/kernel/instant';
import type { PlanVersion } from '../commission-plan/events';
import { type SaleKind, governingRule } from '../commission-plan/rule';
import type {
  CommissionEvent,
  CommissionLineFacts,
  LeftOutReason,
  LinePart,
  RegisteredSale,
  Settlement,
} from './events';
import { evolve } from './evolve';
import { reversals } from './reverse';
import { accruals } from './settle';
import type { AccruedLine, CommissionState, Deferred } from './state';

/** A sale as orders told it. */
export interface PlacedSale {
  readonly orderId: string;
  readonly agentId: string | null;
  readonly callCentreId: string | null;
  readonly campaignId: string | null;
  readonly currency: string;
  readonly placedAt: Instant;
  readonly cycle: number;
  readonly messageId: string;
  readonly lines: readonly {
    readonly orderLineId: string;
    readonly sku: string;
    readonly kind: SaleKind;
    readonly quantity: number;
    readonly goodsMinor: number;
    readonly parts: readonly LinePart[];
  }[];
}

export type CommissionCommand =
  | {
      readonly type: 'register-sale';
      readonly sale: PlacedSale;
      /** The version in force when the sale was made. */
      readonly plan: PlanVersion | null;
    }
  | { readonly type: 'settle-capture'; readonly orderId: string; readonly capture: Settlement }
  | { readonly type: 'settle-refund'; readonly orderId: string; readonly refund: Settlement }
  | { readonly type: 'earn'; readonly at: Instant };

function decide(command: CommissionCommand, state: CommissionState): readonly CommissionEvent[] {
  switch (command.type) {
    case 'register-sale': {
      if (state.status !== 'awaiting-sale') return [];
      const registered = register(command.sale, command.plan);
      return [registered, ...settleDeferred(evolve(state, registered), state.deferred)];
    }
    case 'settle-capture': {
      const { orderId, capture } = command;
      if (state.status === 'registered') return accruals(state, capture);
      if (state.status === 'left-out' || isDeferred(state.deferred, capture)) return [];
      return [{ type: 'commission.capture-deferred.v1', data: { orderId, capture } }];
    }
    case 'settle-refund': {
      const { orderId, refund } = command;
      if (state.status === 'registered') return reversals(state, refund);
      if (state.status === 'left-out' || isDeferred(state.deferred, refund)) return [];
      return [{ type: 'commission.refund-deferred.v1', data: { orderId, refund } }];
    }
    case 'earn':
      if (state.status !== 'registered') return [];
      return state.lines
        .filter((line) => !line.earned && line.earnsAt <= command.at)
        .flatMap(earned);
    default:
      return never(command);
  }
}

function register(sale: PlacedSale, plan: PlanVersion | null): CommissionEvent {
  const { orderId, agentId, messageId } = sale;
  const leftOut = (reason: LeftOutReason): CommissionEvent => ({
    type: 'commission.sale-left-out.v1',
    data: { orderId, reason, messageId },
  });
  if (agentId === null) return leftOut('no-agent');
  if (plan === null) return leftOut('no-plan');
  const { campaignId, cycle, currency } = sale;
  const lines = sale.lines.map((line) => ({
    rule: governingRule(plan.rules, { campaignId, cycle, currency, ...line }),
    ...line,
  }));
  if (lines.every((line) => line.rule === null)) return leftOut('no-rule');
  const { planId, version, returnWindowDays, zone } = plan;
  const registered: RegisteredSale = {
    plan: { planId, version, returnWindowDays, zone },
    ...sale,
    agentId,
    lines,
  };
  return { type: 'commission.sale-registered.v2', data: registered };
}

/** What waited for the sale, in the order in which it came. */
function settleDeferred(state: CommissionState, deferred: readonly Deferred[]): CommissionEvent[] {
  const events: CommissionEvent[] = [];
  let current = state;
  for (const { type, settlement } of deferred) {
    if (current.status !== 'registered') return [];
    const settled =
      type === 'capture' ? accruals(current, settlement) : reversals(current, settlement);
    events.push(...settled);
    current = settled.reduce(evolve, current);
  }
  return events;
}

function isDeferred(deferred: readonly Deferred[], { settlementId }: Settlement): boolean {
  return deferred.some(({ settlement }) => settlement.settlementId === settlementId);
}

/** A line is earned together with what was reversed of it while it was pending. */
function earned(line: AccruedLine): CommissionEvent[] {
  return [line, ...line.pendingReversals].map((each) => ({
    type: 'commission.line-earned.v1',
    data: factsOf(each),
  }));
}

function factsOf(line: CommissionLineFacts): CommissionLineFacts {
  const { lineId, orderId, agentId, callCentreId, currency, amountMinor, period } = line;
  return { lineId, orderId, agentId, callCentreId, currency, amountMinor, period };
}

export const commissionDecider: Decider<CommissionCommand, CommissionEvent, CommissionState> = {
  decide,
  evolve,
  initialState: () => ({ status: 'awaiting-sale', deferred: [] }),
};
