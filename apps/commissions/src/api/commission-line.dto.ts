import {
  AmountMinorField,
  ChoiceField,
  CurrencyField,
  InstantField,
  IntegerField,
  NestedField,
  SkuField,
  TextField,
} from '@continuo/http/fields';
import { ApiProperty } from '@nestjs/swagger';
import { SALE_KINDS } from '../domain/commission-plan/rule';
import { CommissionRuleView } from './commission-plan.dto';

export class LineRuleView {
  @TextField({ example: 'cpl_standard' })
  plan_id!: string;

  @IntegerField({ min: 1 })
  plan_version!: number;

  @IntegerField({ min: 1, description: 'its place in the plan version' })
  number!: number;
}

export class LineCauseView {
  @TextField({ description: 'event of the record that made the line' })
  event_id!: string;

  @TextField({ example: 'commission.line-accrued.v1' })
  event_type!: string;

  @TextField({ description: 'the message that caused it' })
  message_id!: string;

  @TextField({ example: 'continuo.payments.payment-captured.v1' })
  message_type!: string;

  @TextField({ example: 'pay_3f2a' })
  payment_id!: string;

  @TextField({ nullable: true, example: 'cap_3f2a' })
  capture_id!: string | null;

  @TextField({ nullable: true, example: 'ref_3f2a' })
  refund_id!: string | null;
}

export class CommissionLineView {
  @TextField({ example: 'cln_3f2a' })
  commission_line_id!: string;

  @ChoiceField(['accrual', 'reversal'])
  entry!: string;

  @ChoiceField(['pending', 'earned'], { description: 'earned when the return window has closed' })
  state!: string;

  @TextField({ example: 'agt_nora' })
  agent_id!: string;

  @TextField({ nullable: true, example: 'cc_northline' })
  call_centre_id!: string | null;

  @TextField({ example: '2026-11' })
  period!: string;

  @CurrencyField()
  currency!: string;

  @AmountMinorField({ min: -Number.MAX_SAFE_INTEGER, description: 'negative on a reversal' })
  amount_minor!: number;

  @TextField({ nullable: true, description: 'the line that a reversal takes back' })
  reverses_line_id!: string | null;

  @TextField({ example: 'ord_3f2a' })
  order_id!: string;

  @TextField({ example: 'line_1' })
  order_line_id!: string;

  @TextField({ nullable: true, example: 'cmp_juicer' })
  campaign_id!: string | null;

  @SkuField({ example: 'JUICER-01' })
  sku!: string;

  @ChoiceField(SALE_KINDS)
  kind!: string;

  @IntegerField({ min: 1, description: 'of the program; 1 for the order of a call' })
  cycle!: number;

  @InstantField()
  settled_at!: string;

  @InstantField({ description: 'when the return window closes' })
  earns_at!: string;

  @NestedField(() => LineRuleView)
  rule!: LineRuleView;

  @NestedField(() => LineCauseView)
  cause!: LineCauseView;
}

export class ExplainedEventView {
  @TextField()
  event_id!: string;

  @TextField({ example: 'commission.line-accrued.v1' })
  type!: string;

  @IntegerField({ min: 0 })
  revision!: number;

  @IntegerField({ min: 0, description: 'place in the record' })
  position!: number;

  @InstantField()
  recorded_at!: string;

  @TextField({ nullable: true, description: 'the message or event that caused it' })
  causation_id!: string | null;

  @AmountMinorField({ nullable: true, min: -Number.MAX_SAFE_INTEGER })
  amount_minor!: number | null;
}

export class LineBasisView {
  @AmountMinorField({ description: 'goods captured or refunded, without tax and shipping' })
  goods_minor!: number;

  @IntegerField({ min: 0, description: 'units; of a bundle, those of its components' })
  quantity!: number;
}

export class ExplainedLineView extends CommissionLineView {
  @NestedField(() => LineBasisView)
  basis!: LineBasisView;

  @ApiProperty({ example: '0.10 of 4995 USD goods (minor units), rounded half up' })
  calculation!: string;

  @NestedField(() => CommissionRuleView)
  rule_terms!: CommissionRuleView;

  @NestedField(() => ExplainedEventView, {
    array: true,
    description: 'the sale, the line, what became of it',
  })
  events!: ExplainedEventView[];
}
