import {
  AmountMinorField,
  ChoiceField,
  CurrencyField,
  IdField,
  InstantField,
  IntegerField,
  NestedField,
  QuantityField,
  TextField,
  TokenField,
} from '@continuo/http/fields';
import { PageQuery } from '@continuo/http/paging';

export const LINK_CHANNELS = ['link', 'ivr'] as const;
export const LINK_STATUSES = ['open', 'paying', 'paid', 'cancelled', 'expired', 'closed'] as const;

export class PaymentLinkBody {
  @IdField('ord', { description: 'a draft, or an order whose payment was declined' })
  order_id!: string;
  @ChoiceField(LINK_CHANNELS, { example: 'link' }) channel!: 'link' | 'ivr';
  @InstantField({
    optional: true,
    description: 'at most 30 days from now; CONTINUO_PAYMENT_LINK_MINUTES from now when left out',
  })
  expires_at?: string;
}

export class PayByLinkBody {
  @TokenField({ example: 'pm_sim_approved' }) token!: string;
}

export class PaymentLinksQueryDto extends PageQuery {
  @IdField('ord', { optional: true }) order_id?: string;
  @IdField('cus', { optional: true }) customer_id?: string;
  @ChoiceField(LINK_STATUSES, { optional: true }) status?: string;
}

export class PaymentLinkLineView {
  @TextField() name!: string;
  @QuantityField() quantity!: number;
}

/** What whoever pays may know: what it is for, and how it stands. */
export class PayerView {
  @TextField({ nullable: true, description: 'the campaign that it was sold by' })
  seller!: string | null;
  @ChoiceField(LINK_STATUSES) status!: string;
  @CurrencyField() currency!: string;
  @AmountMinorField({ description: 'what the card is asked for now' }) amount_minor!: number;
  @AmountMinorField({ description: 'of the whole order' }) total_minor!: number;
  @NestedField(() => PaymentLinkLineView, { array: true }) lines!: PaymentLinkLineView[];
  @InstantField() expires_at!: string;
  @ChoiceField(['declined'], {
    nullable: true,
    description: 'what became of the last token, while another may be tried',
  })
  last_attempt!: string | null;
  @IntegerField({ description: 'tokens that may still be tried' }) attempts_left!: number;
}

export class PaymentLinkView {
  @IdField('plk') payment_link_id!: string;
  @ChoiceField(LINK_CHANNELS) channel!: string;
  @ChoiceField(LINK_STATUSES) status!: string;
  @IdField('ord') order_id!: string;
  @IdField('cus') customer_id!: string;
  @TextField({ nullable: true }) call_id!: string | null;
  @TextField({ nullable: true }) call_centre_id!: string | null;
  @CurrencyField() currency!: string;
  @AmountMinorField({
    description: 'what the card is asked for: the first instalment, or what was declined',
  })
  amount_minor!: number;
  @AmountMinorField({ description: 'of the whole order' }) total_minor!: number;
  @NestedField(() => PaymentLinkLineView, { array: true }) lines!: PaymentLinkLineView[];
  @InstantField() expires_at!: string;
  @IntegerField({ description: 'tokens that were presented' }) attempts!: number;
  @IntegerField() attempts_left!: number;
  @TextField({ nullable: true, description: "the gateway's code of the last decline" })
  last_decline!: string | null;
  @TextField({ nullable: true }) payment_id!: string | null;
  @TextField({ nullable: true, description: 'why it was cancelled or closed' })
  ended_for!: string | null;
  @IntegerField() revision!: number;
  @TextField({
    optional: true,
    example: 'pls_4b1c...',
    description:
      'only in the answer to the request: hand it to whoever pays, it is not shown again',
  })
  secret?: string;
}

export class PaymentLinkSummaryView {
  @IdField('plk') payment_link_id!: string;
  @IdField('ord') order_id!: string;
  @IdField('cus') customer_id!: string;
  @TextField({ nullable: true }) call_centre_id!: string | null;
  @ChoiceField(LINK_CHANNELS) channel!: string;
  @ChoiceField(LINK_STATUSES) status!: string;
  @CurrencyField() currency!: string;
  @AmountMinorField() amount_minor!: number;
  @InstantField() expires_at!: string;
}
