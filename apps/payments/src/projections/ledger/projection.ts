import { type RecordedEvent, categoryOf, idOf } from '@continuo/event-store/event-store';
import type { Change, Projection } from '@continuo/read-store/projection';
import type { Account } from '../../domain/ledger/accounts';
import type { JournalEntry } from '../../domain/ledger/journal/entry';
import { LEDGER_CATEGORIES, type LedgerEvent, postingsOf } from '../../domain/ledger/postings';

/** One side of a double entry; debits are positive. */
export interface PostingRow {
  readonly position: number;
  readonly number: number;
  /** Null where no payment is concerned: commission, fees. */
  readonly payment_id: string | null;
  readonly order_id: string | null;
  /** Null where the event does not name the customer. */
  readonly customer_id: string | null;
  readonly event_id: string;
  readonly event_type: string;
  readonly account: string;
  readonly currency: string;
  readonly amount_minor: number;
  /** When it was true in business. */
  readonly posted_at: string;
}

/** What was posted to an account on a day (UTC). */
export interface BalanceRow {
  readonly currency: string;
  readonly account: string;
  readonly day: string;
  readonly debits_minor: number;
  readonly credits_minor: number;
}

/** Whom a payment concerns, and when it is due. */
export interface LedgerPaymentRow {
  readonly payment_id: string;
  readonly order_id: string;
  readonly customer_id: string;
  readonly currency: string;
  readonly zone: string;
  /** `[{ dueOn, amountMinor }]` */
  readonly instalments: string;
}

export interface LedgerTables {
  readonly ledger_postings: PostingRow;
  readonly ledger_balances: BalanceRow;
  readonly ledger_payments: LedgerPaymentRow;
}

/** The rows of an event's entry: what the read model keeps, and a journal shows. */
export function entryOf(recorded: RecordedEvent): readonly PostingRow[] {
  const event = recorded as RecordedEvent & LedgerEvent;
  const { orderId, customerId } = event.data as { orderId?: string; customerId?: string };
  return postingsOf(event).map(({ account, currency, amountMinor }, number) => ({
    position: recorded.position,
    number,
    payment_id: categoryOf(recorded.stream) === 'payment' ? idOf(recorded.stream) : null,
    order_id: orderId ?? null,
    customer_id: customerId ?? null,
    event_id: recorded.id,
    event_type: recorded.type,
    account,
    currency,
    amount_minor: amountMinor,
    posted_at: recorded.metadata.effectiveAt,
  }));
}

/** What a recorded event has posted, as a journal lists it; undefined when it moved no value. */
export function journalEntryOf(recorded: RecordedEvent): JournalEntry | undefined {
  const rows = entryOf(recorded);
  const [first] = rows;
  return (
    first && {
      position: recorded.position,
      eventId: recorded.id,
      eventType: recorded.type,
      postedAt: first.posted_at,
      currency: first.currency,
      paymentId: first.payment_id,
      orderId: first.order_id,
      postings: rows.map(({ account, amount_minor }) => ({
        account: account as Account,
        amountMinor: amount_minor,
      })),
    }
  );
}

function evolve(recorded: RecordedEvent): readonly Change[] {
  const event = recorded as RecordedEvent & LedgerEvent;
  if (event.type === 'payment.opened.v1') {
    const { paymentId, order } = event.data;
    const row: LedgerPaymentRow = {
      payment_id: paymentId,
      order_id: order.orderId,
      customer_id: order.customerId,
      currency: order.currency,
      zone: order.zone,
      instalments: JSON.stringify(
        order.instalments.map(({ dueOn, amountMinor }) => ({ dueOn, amountMinor })),
      ),
    };
    return [{ op: 'put', table: 'ledger_payments', row: { ...row } }];
  }
  return entryOf(recorded).flatMap((row): Change[] => {
    const { currency, account, amount_minor: amount, posted_at } = row;
    return [
      { op: 'put', table: 'ledger_postings', row: { ...row } },
      {
        op: 'add',
        table: 'ledger_balances',
        key: { currency, account, day: posted_at.slice(0, 10) },
        add: { debits_minor: Math.max(0, amount), credits_minor: Math.max(0, -amount) },
      },
    ];
  });
}

/** The double-entry ledger: what was posted, and what each account was debited and credited a day. */
export const ledgerProjection: Projection = {
  name: 'ledger',
  version: 3,
  categories: LEDGER_CATEGORIES,
  tables: {
    ledger_postings: {
      columns: {
        position: 'integer',
        number: 'integer',
        payment_id: 'text',
        order_id: 'text',
        customer_id: 'text',
        event_id: 'text',
        event_type: 'text',
        account: 'text',
        currency: 'text',
        amount_minor: 'integer',
        posted_at: 'text',
      },
      key: ['position', 'number'],
      indexes: [
        ['payment_id', 'position'],
        ['posted_at'],
        ['account', 'payment_id'],
        ['account', 'customer_id'],
      ],
    },
    ledger_balances: {
      columns: {
        currency: 'text',
        account: 'text',
        day: 'text',
        debits_minor: 'integer',
        credits_minor: 'integer',
      },
      key: ['currency', 'account', 'day'],
    },
    ledger_payments: {
      columns: {
        payment_id: 'text',
        order_id: 'text',
        customer_id: 'text',
        currency: 'text',
        zone: 'text',
        instalments: 'json',
      },
      key: ['payment_id'],
      indexes: [['customer_id']],
    },
  },
  evolve,
};
