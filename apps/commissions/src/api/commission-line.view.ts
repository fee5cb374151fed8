import { notFound } from '@continuo/kernel/domain-error';
import type { RecordedCommissionEvent } from '../application/explain-line';
import type { CommissionEvent } from '../domain/commission/events';
import type { CommissionLineRow } from '../projections/commission-lines/projection';
import type {
  CommissionLineView,
  ExplainedEventView,
  ExplainedLineView,
} from './commission-line.dto';
import { ruleView } from './commission-plan.view';

type MadeLine = Extract<
  CommissionEvent,
  { type: 'commission.line-accrued.v1' | 'commission.line-reversed.v1' }
>;

export function lineView(row: CommissionLineRow): CommissionLineView {
  const isAccrual = row.entry === 'accrual';
  return {
    commission_line_id: row.line_id,
    entry: row.entry,
    state: row.state,
    agent_id: row.agent_id,
    call_centre_id: row.call_centre_id === '' ? null : row.call_centre_id,
    period: row.period,
    currency: row.currency,
    amount_minor: row.amount_minor,
    reverses_line_id: row.reverses_line_id,
    order_id: row.order_id,
    order_line_id: row.order_line_id,
    campaign_id: row.campaign_id,
    sku: row.sku,
    kind: row.kind,
    cycle: row.cycle,
    settled_at: row.settled_at,
    earns_at: row.earns_at,
    rule: { plan_id: row.plan_id, plan_version: row.plan_version, number: row.rule_number },
    cause: {
      event_id: row.event_id,
      event_type: row.event_type,
      message_id: row.message_id,
      message_type: row.message_type,
      payment_id: row.payment_id,
      capture_id: isAccrual ? row.settlement_id : null,
      refund_id: isAccrual ? null : row.settlement_id,
    },
  };
}

/** 'Explain this cent': the line with the rule, the arithmetic, and the events it rests on. */
export function explainedLineView(
  row: CommissionLineRow,
  events: readonly RecordedCommissionEvent[],
): ExplainedLineView {
  const made = events.find((event) => isMadeLine(event) && event.data.lineId === row.line_id);
  if (!made || !isMadeLine(made)) throw notFound('commission-line', row.line_id);
  const { basis, rule } = made.data;
  return {
    ...lineView(row),
    basis: { goods_minor: basis.goodsMinor, quantity: basis.quantity },
    calculation: calculationOf(made),
    rule_terms: ruleView(rule),
    events: events.map(eventView),
  };
}

function isMadeLine(event: CommissionEvent): event is MadeLine {
  return (
    event.type === 'commission.line-accrued.v1' || event.type === 'commission.line-reversed.v1'
  );
}

function calculationOf({ type, data }: MadeLine): string {
  const { basis, currency, rule } = data;
  const goods =
    basis.goodsMinor > 0
      ? `${basis.goodsMinor} minor units ${currency} of goods`
      : `${basis.quantity} units`;
  if (type === 'commission.line-reversed.v1') {
    return `the part of ${data.reversesLineId} that falls to ${goods} refunded, rounded half up on the running total`;
  }
  return rule.pay.type === 'rate'
    ? `${rule.pay.rate} of ${goods} captured, rounded half up`
    : `the part that falls to ${goods} captured of ${rule.pay.unitMinor} minor units per unit sold, rounded half up on the running total`;
}

function eventView(event: RecordedCommissionEvent): ExplainedEventView {
  return {
    event_id: event.id,
    type: event.type,
    revision: event.revision,
    position: event.position,
    recorded_at: event.metadata.recordedAt,
    causation_id: event.metadata.causationId ?? null,
    amount_minor: 'amountMinor' in event.data ? event.data.amountMinor : null,
  };
}
