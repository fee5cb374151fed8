import { type RecordedEvent, idOf } from '@continuo/event-store/event-store';
import type { Change, Projection } from '@continuo/read-store/projection';
import { postingsOf } from '../../domain/ledger/postings';
import type { PaymentEvent } from '../../domain/payment/events';

/** One side of a double entry; debits are positive. */
export interface PostingRow {
  readonly position: number;
  readonly number: number;
  readonly payment_id: string;
  readonly event_id: string;
  readonly event_type: string;
  readonly account: string;
  readonly currency: string;
  readonly amount_minor: number;
  /** When it was true in business. */
  readonly posted_at: string;
}

export interface BalanceRow {
  readonly currency: string;
  readonly account: string;
  readonly balance_minor: number;
}

export interface LedgerTables {
  readonly ledger_postings: PostingRow;
  readonly ledger_balances: BalanceRow;
}

function evolve(recorded: RecordedEvent): readonly Change[] {
  const event = recorded as RecordedEvent & PaymentEvent;
  return postingsOf(event).flatMap(({ account, currency, amountMinor }, number): Change[] => {
    const row: PostingRow = {
      position: recorded.position,
      number,
      payment_id: idOf(recorded.stream),
      event_id: recorded.id,
      event_type: recorded.type,
      account,
      currency,
      amount_minor: amountMinor,
      posted_at: recorded.metadata.effectiveAt,
    };
    return [
      { op: 'put', table: 'ledger_postings', row: { ...row } },
      {
        op: 'add',
        table: 'ledger_balances',
        key: { currency, account },
        add: { balance_minor: amountMinor },
      },
    ];
  });
}

/** The double-entry ledger: what was posted, and each account's balance per currency. */
export const ledgerProjection: Projection = {
  name: 'ledger',
  version: 1,
  categories: ['payment'],
  tables: {
    ledger_postings: {
      columns: {
        position: 'integer',
        number: 'integer',
        payment_id: 'text',
        event_id: 'text',
        event_type: 'text',
        account: 'text',
        currency: 'text',
        amount_minor: 'integer',
        posted_at: 'text',
      },
      key: ['position', 'number'],
      indexes: [['payment_id', 'position']],
    },
    ledger_balances: {
      columns: { currency: 'text', account: 'text', balance_minor: 'integer' },
      key: ['currency', 'account'],
    },
  },
  evolve,
};
