import type { RecordedEvent } from '@continuo/event-store/event-store';
import type { Change, Projection } from '@continuo/read-store/projection';
import type { CommissionEvent } from '../../domain/commission/events';

/** Every line of every statement, accruals and reversals, with the event and the rule that made it. */
export interface CommissionLineRow {
  readonly line_id: string;
  readonly agent_id: string;
  readonly period: string;
  /** Empty for an agent of no call centre. */
  readonly call_centre_id: string;
  readonly state: 'pending' | 'earned';
  readonly entry: 'accrual' | 'reversal';
  readonly currency: string;
  readonly amount_minor: number;
  readonly reverses_line_id: string | null;
  readonly order_id: string;
  readonly order_line_id: string;
  readonly campaign_id: string | null;
  readonly sku: string;
  readonly kind: string;
  readonly cycle: number;
  readonly plan_id: string;
  readonly plan_version: number;
  readonly rule_number: number;
  readonly payment_id: string;
  /** The capture or the refund. */
  readonly settlement_id: string;
  readonly settled_at: string;
  readonly earns_at: string;
  readonly event_id: string;
  readonly event_type: string;
  readonly message_id: string;
  readonly message_type: string;
  readonly position: number;
}

export interface CommissionLineTables {
  readonly commission_lines: CommissionLineRow;
}

function evolve(recorded: RecordedEvent): readonly Change[] {
  const event = recorded as RecordedEvent & CommissionEvent;
  switch (event.type) {
    case 'commission.line-accrued.v1':
      return [{ op: 'put', table: 'commission_lines', row: { ...rowOf(event, event.data, null) } }];
    case 'commission.line-reversed.v1': {
      const row = rowOf(event, event.data, event.data.reversesLineId);
      return [{ op: 'put', table: 'commission_lines', row: { ...row } }];
    }
    case 'commission.line-earned.v1': {
      const key = { line_id: event.data.lineId };
      return [{ op: 'set', table: 'commission_lines', key, set: { state: 'earned' } }];
    }
    default:
      return [];
  }
}

type LineData = Extract<CommissionEvent, { type: 'commission.line-accrued.v1' }>['data'];

function rowOf(
  { id, type, position }: RecordedEvent,
  data: LineData,
  reversesLineId: string | null,
): CommissionLineRow {
  return {
    line_id: data.lineId,
    agent_id: data.agentId,
    period: data.period,
    call_centre_id: data.callCentreId ?? '',
    state: 'pending',
    entry: reversesLineId === null ? 'accrual' : 'reversal',
    currency: data.currency,
    amount_minor: data.amountMinor,
    reverses_line_id: reversesLineId,
    order_id: data.orderId,
    order_line_id: data.orderLineId,
    campaign_id: data.campaignId,
    sku: data.sku,
    kind: data.kind,
    cycle: data.cycle,
    plan_id: data.planId,
    plan_version: data.planVersion,
    rule_number: data.rule.number,
    payment_id: data.source.paymentId,
    settlement_id: data.source.settlementId,
    settled_at: data.source.at,
    earns_at: data.earnsAt,
    event_id: id,
    event_type: type,
    message_id: data.source.messageId,
    message_type: data.source.messageType,
    position,
  };
}

export const commissionLinesProjection: Projection = {
  name: 'commission-lines',
  version: 1,
  categories: ['commission'],
  tables: {
    commission_lines: {
      columns: {
        line_id: 'text',
        agent_id: 'text',
        period: 'text',
        call_centre_id: 'text',
        state: 'text',
        entry: 'text',
        currency: 'text',
        amount_minor: 'integer',
        reverses_line_id: 'text',
        order_id: 'text',
        order_line_id: 'text',
        campaign_id: 'text',
        sku: 'text',
        kind: 'text',
        cycle: 'integer',
        plan_id: 'text',
        plan_version: 'integer',
        rule_number: 'integer',
        payment_id: 'text',
        settlement_id: 'text',
        settled_at: 'text',
        earns_at: 'text',
        event_id: 'text',
        event_type: 'text',
        message_id: 'text',
        message_type: 'text',
        position: 'integer',
      },
      key: ['line_id'],
      indexes: [['agent_id', 'period', 'position']],
    },
  },
  evolve,
};
