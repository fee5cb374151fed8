import type { ReadModels } from '@continuo/read-store/read-store';
import { localDateOf } from '@continuo/kernel/calendar';
import type { Instant, LocalDate, Zone } from '@continuo/kernel/instant';
import { sql } from 'kysely';
import type { Claim } from '../../domain/ledger/aging';
import { type LedgerPaymentRow, type LedgerTables, ledgerProjection } from './projection';

/** What one payment leaves owed, to us or to its customer. */
export interface OpenClaim extends Claim {
  readonly paymentId: string;
  readonly orderId: string;
  readonly customerId: string;
  readonly currency: string;
  readonly zone: Zone;
}

/** What a customer may still use of credit, in one currency. */
export interface OpenCredit {
  readonly customerId: string;
  readonly currency: string;
  readonly creditMinor: number;
}

interface ClaimFilter {
  readonly asOf?: Instant;
  readonly customerId?: string;
  /** Payment id of the last claim of the page before. */
  readonly after?: string;
  readonly maxCount: number;
}

const OUTSTANDING = sql<number>`sum(amount_minor)`;
const CREDIT = sql<number>`-sum(amount_minor)`;
/** What makes or waives a claim; all else settles it. */
const CLAIMED = sql<number>`sum(case when event_type in ('payment.package-billed.v1', 'payment.claim-waived.v1')
  then amount_minor else 0 end)`;

export class ClaimsQuery {
  constructor(private readonly models: ReadModels) {}

  position(): Promise<number> {
    return this.models.position(ledgerProjection.name);
  }

  /** Payments that are not settled, by id; summed up from the postings until `asOf`. */
  async open(filter: ClaimFilter): Promise<readonly OpenClaim[]> {
    const { asOf, customerId, after, maxCount } = filter;
    let query = this.models
      .query<LedgerTables>()
      .selectFrom('ledger_postings as posting')
      .innerJoin('ledger_payments as payment', 'payment.payment_id', 'posting.payment_id')
      .select([
        'payment.payment_id',
        'payment.order_id',
        'payment.customer_id',
        'payment.currency',
        'payment.zone',
        'payment.instalments',
      ])
      .select(sql<string>`min(posted_at)`.as('billed_at'))
      .select(OUTSTANDING.as('outstanding_minor'))
      .select(CLAIMED.as('claimed_minor'))
      .where('posting.account', '=', 'receivable')
      .groupBy([
        'payment.payment_id',
        'payment.order_id',
        'payment.customer_id',
        'payment.currency',
        'payment.zone',
        'payment.instalments',
      ])
      .having(sql<boolean>`${OUTSTANDING} <> 0`)
      .orderBy('payment.payment_id')
      .limit(maxCount);
    if (asOf !== undefined) query = query.where('posting.posted_at', '<=', asOf);
    if (customerId !== undefined) query = query.where('payment.customer_id', '=', customerId);
    if (after !== undefined) query = query.where('payment.payment_id', '>', after);
    return (await query.execute()).map(claimOf);
  }

  /** Credit that is not used up, by customer and currency. */
  async credits({ asOf, customerId }: Pick<ClaimFilter, 'asOf' | 'customerId'>) {
    let query = this.models
      .query<LedgerTables>()
      .selectFrom('ledger_postings')
      .select(['customer_id', 'currency'])
      .select(CREDIT.as('credit_minor'))
      .where('account', '=', 'customer-credit')
      .groupBy(['customer_id', 'currency'])
      .having(sql<boolean>`${CREDIT} <> 0`);
    if (asOf !== undefined) query = query.where('posted_at', '<=', asOf);
    if (customerId !== undefined) query = query.where('customer_id', '=', customerId);
    return (await query.execute()).map(({ customer_id, currency, credit_minor }): OpenCredit => ({
      customerId: customer_id ?? '',
      currency,
      creditMinor: credit_minor,
    }));
  }
}

interface ClaimRow extends LedgerPaymentRow {
  readonly billed_at: string;
  readonly outstanding_minor: number;
  readonly claimed_minor: number;
}

function claimOf(row: ClaimRow): OpenClaim {
  return {
    paymentId: row.payment_id,
    orderId: row.order_id,
    customerId: row.customer_id,
    currency: row.currency,
    zone: row.zone,
    billedOn: localDateOf(row.billed_at, row.zone),
    claimedMinor: row.claimed_minor,
    outstandingMinor: row.outstanding_minor,
    instalments: JSON.parse(row.instalments) as { dueOn: LocalDate; amountMinor: number }[],
  };
}
