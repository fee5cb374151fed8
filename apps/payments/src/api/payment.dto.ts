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
  QuantityField,
  TextField,
  TokenField,
} from '@continuo/http/fields';
import { PageQuery, PageView } from '@continuo/http/paging';

export class PaymentsOfOrderQueryDto extends PageQuery {
  @IdField('ord', { description: 'the order that was paid for' })
  order_id!: string;
}

const REFUND_TO = ['card', 'credit'] as const;

export class RefundLineDto {
  @TextField({ max: 100, example: 'line-1' })
  line_id!: string;

  @QuantityField({
    optional: true,
    description: 'units given back; their later instalments fall away',
  })
  quantity?: number;

  @AmountMinorField({
    optional: true,
    min: 1,
    description: "by default the units' share, or all of it",
  })
  amount_minor?: number;
}

export class RefundDto {
  @AmountMinorField({
    optional: true,
    min: 1,
    description: 'over all lines, tax included; without amount and lines everything captured',
  })
  amount_minor?: number;

  @CurrencyField({ optional: true, description: 'checked against that of the payment' })
  currency?: string;

  @NestedField(() => RefundLineDto, { optional: true, array: { min: 1, max: 200 } })
  lines?: RefundLineDto[];

  @ChoiceField(REFUND_TO, {
    optional: true,
    description: 'card by default: what credit has paid comes back as credit, in proportion',
  })
  to?: (typeof REFUND_TO)[number];

  @TextField({ max: 500, example: 'arrived damaged' })
  reason!: string;
}

export class RaiseDto {
  @AmountMinorField({ min: 1, example: 2500, description: 'how much more is to be held' })
  amount_minor!: number;

  @CurrencyField({ optional: true, description: 'checked against that of the payment' })
  currency?: string;

  @TextField({ max: 500, example: 'large order in instalments, first order of this customer' })
  reason!: string;
}

export class AttemptView {
  @TextField()
  attempt_id!: string;

  @ChoiceField(['authorise', 'raise', 'capture', 'charge', 'refund', 'release'])
  kind!: string;

  @ChoiceField(['requested', 'unknown', 'succeeded', 'declined', 'failed'])
  status!: string;

  @AmountMinorField()
  amount_minor!: number;

  @IntegerField({ min: 0, max: 4, description: '0 is a deposit' })
  instalment!: number;

  @TokenField()
  token!: string;

  @TextField({ example: 'stripe', description: 'the processor account that it was sent to' })
  account!: string;

  @InstantField()
  at!: string;

  @TextField({ nullable: true, description: "the gateway's code of a decline" })
  code!: string | null;

  @InstantField({ nullable: true, description: 'when the gateway is asked what became of it' })
  recheck_at!: string | null;
}

export class PaymentLineView {
  @TextField()
  line_id!: string;

  @IntegerField({ min: 0 })
  shipped!: number;

  @IntegerField({ min: 0 })
  cancelled!: number;

  @AmountMinorField()
  captured_minor!: number;

  @AmountMinorField()
  refunded_minor!: number;

  @AmountMinorField({ description: 'held by a dispute, or lost to one' })
  disputed_minor!: number;

  @AmountMinorField({ description: 'what can still be given back' })
  refundable_minor!: number;
}

export class PaymentInstalmentView {
  @IntegerField({ min: 1, max: 4 })
  number!: number;

  @LocalDateField()
  due_on!: string;

  @AmountMinorField()
  amount_minor!: number;

  @FlagField({ description: 'a later instalment that was charged' })
  charged!: boolean;
}

export class PaymentDisputeView {
  @TextField({ description: "the gateway's own id of it" })
  dispute_id!: string;

  @ChoiceField(['open', 'won', 'lost'])
  status!: string;
}

export class PaymentView {
  @IdField('pay')
  payment_id!: string;

  @IdField('ord')
  order_id!: string;

  @IdField('cus')
  customer_id!: string;

  @ChoiceField([
    'requested',
    'unknown',
    'with-a-person',
    'authorised',
    'declined',
    'part-captured',
    'captured',
    'part-refunded',
    'refunded',
    'released',
  ])
  status!: string;

  @CurrencyField()
  currency!: string;

  @TokenField()
  token!: string;

  @ChoiceField(['moto', 'online', 'recurring', 'instalment'], {
    description:
      'how its card was given: by telephone, by its holder on a page, or kept from before',
  })
  initiator!: string;

  @TextField({ example: 'stripe', description: 'the processor account of its card' })
  account!: string;

  @AmountMinorField({ description: 'what the order costs' })
  ordered_minor!: number;

  @AmountMinorField({ description: 'held and not captured' })
  authorised_minor!: number;

  @AmountMinorField()
  captured_minor!: number;

  @AmountMinorField()
  refunded_minor!: number;

  @AmountMinorField()
  released_minor!: number;

  @AmountMinorField({
    description: "of the customer's credit, set aside for what is still to ship",
  })
  credit_reserved_minor!: number;

  @AmountMinorField({ description: 'of what is captured: paid by credit' })
  paid_by_credit_minor!: number;

  @AmountMinorField({ description: 'taken as a deposit, for goods that have not left' })
  deposit_held_minor!: number;

  @AmountMinorField({ description: 'owed for goods that have left, tried and declined' })
  past_due_minor!: number;

  @InstantField({ nullable: true, description: 'when something happens to it by itself' })
  due_at!: string | null;

  @NestedField(() => PaymentDisputeView, { array: true })
  disputes!: PaymentDisputeView[];

  @NestedField(() => PaymentInstalmentView, { array: true })
  instalments!: PaymentInstalmentView[];

  @NestedField(() => PaymentLineView, { array: true })
  lines!: PaymentLineView[];

  @NestedField(() => AttemptView, { array: true })
  attempts!: AttemptView[];
}

export class PaymentPageView extends PageView {
  @NestedField(() => PaymentView, { array: true })
  items!: PaymentView[];
}
