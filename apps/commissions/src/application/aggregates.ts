import type { Aggregate } from '@continuo/event-store/aggregate';
import { type CommissionCommand, commissionDecider } from '../domain/commission/decider';
import type { CommissionEvent } from '../domain/commission/events';
import { type CommissionState, nextEarning } from '../domain/commission/state';
import { commissionUpcasters } from '../domain/commission/upcasters';
import {
  type CommissionPlanCommand,
  commissionPlanDecider,
} from '../domain/commission-plan/decider';
import type { CommissionPlanEvent } from '../domain/commission-plan/events';
import type { PlanBook } from '../domain/commission-plan/state';

/** The seller has one book of plans: stream `commissionplan-default`. */
export const PLAN_BOOK_ID = 'default';

export const PLAN_BOOK: Aggregate<CommissionPlanCommand, CommissionPlanEvent, PlanBook> = {
  category: 'commissionplan',
  decider: commissionPlanDecider,
  events: { 'commission-plan.published.v1': true },
};

/** By order id; due when the next return window closes. */
export const COMMISSION: Aggregate<CommissionCommand, CommissionEvent, CommissionState> = {
  category: 'commission',
  decider: commissionDecider,
  events: {
    'commission.sale-registered.v2': true,
    'commission.sale-left-out.v1': true,
    'commission.capture-deferred.v1': true,
    'commission.refund-deferred.v1': true,
    'commission.line-accrued.v1': true,
    'commission.line-reversed.v1': true,
    'commission.line-earned.v1': true,
  },
  upcasters: commissionUpcasters,
  dueAt: nextEarning,
};
