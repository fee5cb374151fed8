import {
  AmountMinorField,
  CurrencyField,
  FlagField,
  IdField,
  InstantField,
  IntegerField,
  NestedField,
  TextField,
} from '@continuo/http/fields';
import { PageQuery } from '@continuo/http/paging';

export class PostingsQueryDto extends PageQuery {
  @IdField('pay', { optional: true })
  payment_id?: string;
}

export class LedgerBalanceView {
  @CurrencyField()
  currency!: string;

  @TextField({ example: 'cash-clearing' })
  account!: string;

  @AmountMinorField({ min: -Number.MAX_SAFE_INTEGER, description: 'debits less credits' })
  balance_minor!: number;
}

export class LedgerBalancesView {
  @NestedField(() => LedgerBalanceView, { array: true })
  items!: LedgerBalanceView[];

  @IntegerField({ min: 0, description: 'place of the record that the balances reflect' })
  position!: number;
}

export class PostingView {
  @IdField('pay')
  payment_id!: string;

  @TextField({ description: 'the event that it follows from' })
  event_id!: string;

  @TextField({ example: 'payment.captured.v1' })
  event_type!: string;

  @TextField({ example: 'receivable' })
  account!: string;

  @CurrencyField()
  currency!: string;

  @AmountMinorField({
    min: -Number.MAX_SAFE_INTEGER,
    description: 'positive debits, negative credits',
  })
  amount_minor!: number;

  @InstantField()
  posted_at!: string;
}

export class PostingPageView {
  @NestedField(() => PostingView, { array: true })
  items!: PostingView[];

  @FlagField()
  has_more!: boolean;

  @TextField({ nullable: true })
  next_cursor!: string | null;

  @IntegerField({ min: 0 })
  position!: number;
}
