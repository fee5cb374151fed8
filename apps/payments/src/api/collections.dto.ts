import {
  AmountMinorField,
  ChoiceField,
  CurrencyField,
  FlagField,
  IdField,
  InstantField,
  IntegerField,
  LocalDateField,
  NestedField,
  TextField,
  TokenField,
} from '@continuo/http/fields';

const RESULTS = ['new-token', 'new-expiry', 'account-closed'] as const;

export class CardUpdateDto {
  @TokenField({ description: 'the card it is about' })
  token!: string;

  @ChoiceField(RESULTS, { example: 'new-token' })
  result!: (typeof RESULTS)[number];

  @TokenField({ optional: true, description: 'with new-token' })
  new_token?: string;

  @LocalDateField({ optional: true, description: 'with new-expiry: the last day it is valid' })
  expires_on?: string;
}

export class CardUpdateView {
  @ChoiceField(RESULTS)
  result!: string;

  @IdField('pay', { array: true, description: 'payments that go on by it, or are given up' })
  payment_ids!: readonly string[];
}

export class ReplaceMethodDto {
  @TokenField()
  token!: string;
}

export class PastDueView {
  @IdField('pay')
  payment_id!: string;

  @IdField('ord')
  order_id!: string;

  @CurrencyField()
  currency!: string;

  @AmountMinorField()
  amount_minor!: number;

  @InstantField({ description: 'when the oldest of it was declined first' })
  since!: string;
}

export class ArrearsView {
  @IdField('cus')
  customer_id!: string;

  @FlagField({ description: 'whether further shipments are held' })
  shipments_held!: boolean;

  @TextField({ nullable: true, description: 'the policy whose limits are in force' })
  policy_id!: string | null;

  @IntegerField({ min: 0, nullable: true })
  policy_version!: number | null;

  @NestedField(() => PastDueView, { array: true })
  payments!: PastDueView[];
}
