import type { RecordedEvent } from '@continuo/event-store/event-store';
import type { Change, Projection } from '@continuo/read-store/projection';
import type { CommissionEvent, CommissionLineFacts } from '../../domain/commission/events';

/** An agent's totals of a month, per currency and call centre. Reversals are negative. */
export interface CommissionStatementRow {
  readonly agent_id: string;
  readonly period: string;
  /** Empty for an agent of no call centre. */
  readonly call_centre_id: string;
  readonly currency: string;
  readonly lines: number;
  readonly accrued_minor: number;
  readonly reversed_minor: number;
  readonly earned_minor: number;
}

export interface CommissionStatementTables {
  readonly commission_statements: CommissionStatementRow;
}

function evolve(recorded: RecordedEvent): readonly Change[] {
  const event = recorded as RecordedEvent & CommissionEvent;
  switch (event.type) {
    case 'commission.line-accrued.v1':
      return [added(event.data, { lines: 1, accrued_minor: event.data.amountMinor })];
    case 'commission.line-reversed.v1':
      return [added(event.data, { lines: 1, reversed_minor: event.data.amountMinor })];
    case 'commission.line-earned.v1':
      return [added(event.data, { earned_minor: event.data.amountMinor })];
    default:
      return [];
  }
}

function added(
  { agentId, period, callCentreId, currency }: CommissionLineFacts,
  add: Partial<Record<keyof CommissionStatementRow, number>>,
): Change {
  const key = { agent_id: agentId, period, call_centre_id: callCentreId ?? '', currency };
  // All columns each time, so that none is null in a row that this change begins.
  const none = { lines: 0, accrued_minor: 0, reversed_minor: 0, earned_minor: 0 };
  return { op: 'add', table: 'commission_statements', key, add: { ...none, ...add } };
}

export const commissionStatementsProjection: Projection = {
  name: 'commission-statements',
  version: 1,
  categories: ['commission'],
  tables: {
    commission_statements: {
      columns: {
        agent_id: 'text',
        period: 'text',
        call_centre_id: 'text',
        currency: 'text',
        lines: 'integer',
        accrued_minor: 'integer',
        reversed_minor: 'integer',
        earned_minor: 'integer',
      },
      key: ['agent_id', 'period', 'call_centre_id', 'currency'],
    },
  },
  evolve,
};
