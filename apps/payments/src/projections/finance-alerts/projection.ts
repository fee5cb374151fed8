import type { RecordedEvent } from '@continuo/event-store/event-store';
import type { Change, Projection } from '@continuo/read-store/projection';
import type { FinanceAlertEvent } from '../../domain/finance-alert/decider';

export interface FinanceAlertRow {
  readonly alert_id: string;
  readonly code: string;
  readonly detail: string;
  readonly payment_id: string | null;
  readonly amount_minor: number | null;
  readonly currency: string | null;
  readonly raised_at: string;
  readonly times: number;
  readonly last_at: string;
  readonly position: number;
}

export interface FinanceAlertTables {
  readonly finance_alerts: FinanceAlertRow;
}

const TABLE = 'finance_alerts';

function evolve(recorded: RecordedEvent): readonly Change[] {
  const event = recorded as RecordedEvent & FinanceAlertEvent;
  if (event.type === 'finance-alert.recurred.v1') {
    const { alertId, times, at } = event.data;
    return [{ op: 'set', table: TABLE, key: { alert_id: alertId }, set: { times, last_at: at } }];
  }
  const { alertId, code, detail, paymentId, amountMinor, currency } = event.data;
  const at = recorded.metadata.effectiveAt;
  const row: FinanceAlertRow = {
    alert_id: alertId,
    code,
    detail,
    payment_id: paymentId,
    amount_minor: amountMinor,
    currency,
    raised_at: at,
    times: 1,
    last_at: at,
    position: recorded.position,
  };
  return [{ op: 'put', table: TABLE, row: { ...row } }];
}

/** What finance was told of. */
export const financeAlertsProjection: Projection = {
  name: 'finance-alerts',
  version: 1,
  categories: ['financealert'],
  tables: {
    [TABLE]: {
      columns: {
        alert_id: 'text',
        code: 'text',
        detail: 'text',
        payment_id: 'text',
        amount_minor: 'integer',
        currency: 'text',
        raised_at: 'text',
        times: 'integer',
        last_at: 'text',
        position: 'integer',
      },
      key: ['alert_id'],
      indexes: [['position'], ['code', 'position']],
    },
  },
  evolve,
};
