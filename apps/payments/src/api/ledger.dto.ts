import {
  AmountMinorField,
  ChoiceField,
  CurrencyField,
  IdField,
  InstantField,
  IntegerField,
  LocalDateField,
  NestedField,
  TextField,
} from '@continuo/http/fields';
import { PageQuery, PageView } from '@continuo/http/paging';
import { CHART } from '../domain/ledger/accounts';

const LOWEST = -Number.MAX_SAFE_INTEGER;

export class PostingsQueryDto extends PageQuery {
  @IdField('pay', { optional: true })
  payment_id?: string;

  @ChoiceField(CHART, { optional: true })
  account?: string;

  @CurrencyField({ optional: true })
  currency?: string;
}

export class LedgerAsOfQueryDto {
  @InstantField({ optional: true, description: 'until when, in business time; inclusive' })
  as_of?: string;
}

export class LedgerBalancesQueryDto extends LedgerAsOfQueryDto {
  @IntegerField({
    min: 0,
    optional: true,
    description: 'until which place of the record, inclusive; with as_of what was known there',
  })
  position?: number;

  @CurrencyField({ optional: true })
  currency?: string;
}

export class LedgerBalanceView {
  @CurrencyField()
  currency!: string;

  @TextField({ example: 'cash-clearing' })
  account!: string;

  @TextField({ example: '1010', description: 'its number in an exported journal' })
  code!: string;

  @TextField({ example: 'Cash Clearing' })
  name!: string;

  @AmountMinorField()
  debits_minor!: number;

  @AmountMinorField()
  credits_minor!: number;

  @AmountMinorField({ min: LOWEST, description: 'debits less credits' })
  balance_minor!: number;
}

export class LedgerTotalView {
  @CurrencyField()
  currency!: string;

  @AmountMinorField()
  debits_minor!: number;

  @AmountMinorField({ description: 'equal to the debits' })
  credits_minor!: number;
}

export class LedgerBalancesView {
  @NestedField(() => LedgerBalanceView, { array: true })
  items!: LedgerBalanceView[];

  @NestedField(() => LedgerTotalView, { array: true })
  totals!: LedgerTotalView[];

  @IntegerField({ min: 0, description: 'place of the record that the balances reflect' })
  position!: number;
}

export class PostingView {
  @IdField('pay', { nullable: true, description: 'null for commission and fees' })
  payment_id!: string | null;

  @IdField('ord', { nullable: true })
  order_id!: string | null;

  @IdField('cus', { nullable: true, description: 'where credit is concerned' })
  customer_id!: string | null;

  @TextField({ description: 'the event that it follows from' })
  event_id!: string;

  @TextField({ example: 'payment.captured.v1' })
  event_type!: string;

  @TextField({ example: 'receivable' })
  account!: string;

  @CurrencyField()
  currency!: string;

  @AmountMinorField({ min: LOWEST, description: 'positive debits, negative credits' })
  amount_minor!: number;

  @InstantField()
  posted_at!: string;
}

export class PostingPageView extends PageView {
  @NestedField(() => PostingView, { array: true })
  items!: PostingView[];
}

export class AgingView {
  @AmountMinorField({ min: LOWEST, description: 'not due yet; negative what was paid ahead' })
  not_due_minor!: number;

  @AmountMinorField({ description: 'due for 1 to 30 days' })
  days_1_to_30_minor!: number;

  @AmountMinorField()
  days_31_to_60_minor!: number;

  @AmountMinorField()
  days_61_to_90_minor!: number;

  @AmountMinorField()
  days_over_90_minor!: number;
}

export class AgedBalanceView {
  @CurrencyField()
  currency!: string;

  @IntegerField({ min: 0, description: 'payments that are not settled' })
  claims!: number;

  @AmountMinorField({ min: LOWEST, description: 'owed by customers' })
  receivable_minor!: number;

  @AmountMinorField({ min: LOWEST, description: 'owed to customers' })
  credit_minor!: number;

  @NestedField(() => AgingView)
  aging!: AgingView;
}

export class AgingReportView {
  @NestedField(() => AgedBalanceView, { array: true })
  items!: AgedBalanceView[];

  @IntegerField({ min: 0 })
  position!: number;
}

export class CustomerClaimView {
  @IdField('pay')
  payment_id!: string;

  @IdField('ord')
  order_id!: string;

  @CurrencyField()
  currency!: string;

  @LocalDateField()
  billed_on!: string;

  @AmountMinorField({ min: LOWEST })
  receivable_minor!: number;

  @NestedField(() => AgingView)
  aging!: AgingView;
}

export class CustomerAccountView {
  @IdField('cus')
  customer_id!: string;

  @NestedField(() => AgedBalanceView, { array: true })
  balances!: AgedBalanceView[];

  @NestedField(() => CustomerClaimView, { array: true })
  claims!: CustomerClaimView[];

  @IntegerField({ min: 0 })
  position!: number;
}
