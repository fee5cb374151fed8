import {
  AmountMinorField,
  ChoiceField,
  CurrencyField,
  IdField,
  InstantField,
  NestedField,
  TextField,
} from '@continuo/http/fields';

export class CreditGrantDto {
  @AmountMinorField({ min: 1, example: 1000 })
  amount_minor!: number;

  @CurrencyField()
  currency!: string;

  @TextField({ max: 500, example: 'parcel came a week late' })
  reason!: string;

  @InstantField({
    optional: true,
    description: 'what is left of it then expires; never when absent',
  })
  expires_at?: string;
}

export class CreditWithdrawalDto {
  @AmountMinorField({ min: 1, optional: true, description: 'all that is left when absent' })
  amount_minor?: number;

  @TextField({ max: 500, example: 'granted to the wrong customer' })
  reason!: string;
}

export class CreditBalanceView {
  @CurrencyField()
  currency!: string;

  @AmountMinorField({ description: 'can be used' })
  available_minor!: number;

  @AmountMinorField({ description: 'set aside for orders, used when their goods leave' })
  applied_minor!: number;
}

export class CreditGrantView {
  @TextField()
  grant_id!: string;

  @CurrencyField()
  currency!: string;

  @AmountMinorField()
  amount_minor!: number;

  @AmountMinorField({ description: 'neither used, set aside, withdrawn nor expired' })
  left_minor!: number;

  @AmountMinorField({ description: 'taken back, because it should not have been granted' })
  withdrawn_minor!: number;

  @TextField()
  reason!: string;

  @ChoiceField(['agent', 'supervisor', 'finance', 'admin'], {
    nullable: true,
    description: 'of the person who granted it; null for a refund',
  })
  granted_by_role!: string | null;

  @InstantField()
  at!: string;

  @InstantField({ nullable: true })
  expires_at!: string | null;
}

export class CreditUseView {
  @IdField('pay')
  payment_id!: string;

  @IdField('ord')
  order_id!: string;

  @CurrencyField()
  currency!: string;

  @AmountMinorField({ description: 'set aside when the order was placed' })
  amount_minor!: number;

  @AmountMinorField({ description: 'of that, for goods that were cancelled' })
  returned_minor!: number;
}

export class CustomerCreditView {
  @IdField('cus')
  customer_id!: string;

  @NestedField(() => CreditBalanceView, { array: true })
  balances!: CreditBalanceView[];

  @NestedField(() => CreditGrantView, { array: true })
  grants!: CreditGrantView[];

  @NestedField(() => CreditUseView, { array: true })
  uses!: CreditUseView[];
}
