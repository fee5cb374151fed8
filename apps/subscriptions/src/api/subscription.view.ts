import {
  AmountMinorField,
  ChoiceField,
  CurrencyField,
  IdField,
  InstantField,
  IntegerField,
  IntervalField,
  LocalDateField,
  NestedField,
  QuantityField,
  SkuField,
  TextField,
  TokenField,
  ZoneField,
} from '@continuo/http/fields';
import { nextCycleOn, schedule } from '../domain/subscription/schedule';
import { type Cycle, type StartedSubscription, STATUSES } from '../domain/subscription/state';
import { PendingView, pendingView } from './pending.view';
import {
  CycleLineView,
  cycleLineView,
  ScheduledCycleView,
  scheduledCycleView,
} from './schedule.view';

const CYCLE_STATUSES = ['locked', 'charging', 'paid', 'released', 'shipped', 'failed', 'void'];

/** A cycle whose order was handed over. */
export class ProgramCycleView {
  @IntegerField({ min: 2 })
  cycle!: number;

  @LocalDateField()
  due_on!: string;

  @IdField('ord')
  order_id!: string;

  @ChoiceField(CYCLE_STATUSES)
  status!: string;

  @SkuField()
  sku!: string;

  @QuantityField()
  quantity!: number;

  @AmountMinorField()
  unit_price_minor!: number;

  @TextField({
    nullable: true,
    description: "the gateway's own code while a charge is to be tried again",
  })
  decline_code!: string | null;

  @InstantField({ nullable: true })
  retry_at!: string | null;
}

export class CycleCountsView {
  @IntegerField({ min: 0 })
  locked!: number;

  @IntegerField({ min: 0 })
  shipped!: number;

  @IntegerField({ min: 0 })
  failed!: number;

  @IntegerField({ min: 0 })
  void!: number;

  @IntegerField({ min: 0 })
  skipped!: number;

  @IntegerField({ min: 0 })
  missed!: number;
}

export class ProgramSaleView {
  @TextField({ nullable: true })
  campaign_id!: string | null;

  @TextField({ nullable: true })
  call_id!: string | null;

  @TextField({ nullable: true })
  agent_id!: string | null;

  @TextField({ nullable: true })
  call_centre_id!: string | null;
}

/** A continuity program. */
export class SubscriptionView {
  @IdField('sub')
  subscription_id!: string;

  @ChoiceField(STATUSES)
  status!: string;

  @IdField('cus')
  customer_id!: string;

  @IdField('ord', { description: 'the order that sold it: its cycle 1' })
  order_id!: string;

  @TextField()
  line_id!: string;

  @IdField('plan')
  plan_id!: string;

  @IntegerField({ min: 1 })
  plan_version!: number;

  @SkuField()
  sku!: string;

  @TextField()
  name!: string;

  @QuantityField()
  quantity!: number;

  @AmountMinorField()
  unit_price_minor!: number;

  @AmountMinorField({ example: 595 })
  shipping_minor!: number;

  @CurrencyField()
  currency!: string;

  @IntervalField()
  interval!: string;

  @IntervalField({ array: true, description: 'what the plan offers' })
  intervals!: string[];

  @ZoneField()
  zone!: string;

  @TokenField()
  payment_token!: string;

  @LocalDateField()
  started_on!: string;

  @LocalDateField({ nullable: true })
  trial_ends_on!: string | null;

  @LocalDateField({ nullable: true })
  paused_until!: string | null;

  @TextField({ nullable: true })
  hold_reason!: string | null;

  @TextField({ nullable: true })
  cancellation_reason_code!: string | null;

  @TextField({ nullable: true })
  cancellation_note!: string | null;

  @LocalDateField({ nullable: true, description: 'null when nothing more is going to be charged' })
  next_cycle_on!: string | null;

  @NestedField(() => CycleLineView, { array: true, description: 'what ships with every cycle' })
  further_products!: CycleLineView[];

  @NestedField(() => CycleLineView, { array: true, description: 'what ships with the next cycle' })
  add_ons!: CycleLineView[];

  @NestedField(() => PendingView, { description: 'what is agreed or asked for and still to come' })
  pending!: PendingView;

  @NestedField(() => ScheduledCycleView, { array: true, description: 'the next six cycles' })
  schedule!: ScheduledCycleView[];

  @NestedField(() => ProgramCycleView, {
    array: true,
    description: 'open cycles and the last settled ones',
  })
  cycles!: ProgramCycleView[];

  @NestedField(() => CycleCountsView)
  cycle_counts!: CycleCountsView;

  @NestedField(() => ProgramSaleView)
  sale!: ProgramSaleView;
}

export function subscriptionView(state: StartedSubscription): SubscriptionView {
  const { sale } = state;
  const cancelled = state.status === 'cancelled' ? state : undefined;
  return {
    subscription_id: state.subscriptionId,
    status: state.status,
    customer_id: state.customerId,
    order_id: state.orderId,
    line_id: state.lineId,
    plan_id: state.plan.planId,
    plan_version: state.plan.version,
    sku: state.sku,
    name: state.name,
    quantity: state.quantity,
    unit_price_minor: state.unitPriceMinor,
    shipping_minor: state.plan.shippingMinor,
    currency: state.currency,
    interval: state.interval,
    intervals: [...state.plan.intervals],
    zone: state.zone,
    payment_token: state.payment.token,
    started_on: state.startedOn,
    trial_ends_on: state.trialEndsOn,
    paused_until: state.status === 'paused' ? state.until : null,
    hold_reason: state.status === 'held' ? state.reason : null,
    cancellation_reason_code: cancelled?.reasonCode ?? null,
    cancellation_note: cancelled?.note ?? null,
    next_cycle_on: nextCycleOn(state),
    further_products: state.extras.map(cycleLineView),
    add_ons: state.addOns.map(cycleLineView),
    pending: pendingView(state),
    schedule: schedule(state).map(scheduledCycleView),
    cycles: state.cycles.map(cycleView),
    cycle_counts: { ...state.counts },
    sale: {
      campaign_id: sale.campaignId,
      call_id: sale.callId,
      agent_id: sale.agentId,
      call_centre_id: sale.callCentreId,
    },
  };
}

function cycleView(cycle: Cycle): ProgramCycleView {
  return {
    cycle: cycle.cycle,
    due_on: cycle.dueOn,
    order_id: cycle.orderId,
    status: cycle.status,
    sku: cycle.sku,
    quantity: cycle.quantity,
    unit_price_minor: cycle.unitPriceMinor,
    decline_code: cycle.declined?.code ?? null,
    retry_at: cycle.declined?.retryAt ?? null,
  };
}
