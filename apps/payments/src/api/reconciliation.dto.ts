import {
  AmountMinorField,
  ChoiceField,
  CurrencyField,
  IdField,
  InstantField,
  IntegerField,
  NestedField,
  TextField,
} from '@continuo/http/fields';
import { PageQuery, PageView } from '@continuo/http/paging';
import { BREAK_CAUSES, type BreakCause } from '../domain/reconciliation/breaks';

const LOWEST = -Number.MAX_SAFE_INTEGER;
const KINDS = ['charge', 'refund', 'dispute', 'dispute-reversal'];

export class BreaksQueryDto extends PageQuery {
  @ChoiceField(BREAK_CAUSES, { optional: true })
  cause?: BreakCause;
}

export class BreakView {
  @ChoiceField(BREAK_CAUSES)
  cause!: string;

  @ChoiceField(KINDS)
  kind!: string;

  @TextField({ description: "the gateway's name for the movement", example: 'ch_3Qx' })
  reference!: string;

  @AmountMinorField({ min: LOWEST, nullable: true, description: 'by the ledger' })
  ledger_minor!: number | null;

  @CurrencyField({ nullable: true })
  ledger_currency!: string | null;

  @AmountMinorField({ min: LOWEST, nullable: true, description: 'by the processor, before fees' })
  processor_minor!: number | null;

  @CurrencyField({ nullable: true })
  processor_currency!: string | null;

  @AmountMinorField({
    min: LOWEST,
    nullable: true,
    example: -1,
    description: 'what the processor says beyond the ledger; null where their currencies differ',
  })
  difference_minor!: number | null;

  @IntegerField({ min: 0, description: 'of ours: more than one is a duplicate' })
  ledger_entries!: number;

  @IntegerField({ min: 0, description: 'of the processor: more than one is a duplicate' })
  processor_lines!: number;

  @AmountMinorField({ min: LOWEST, nullable: true, description: 'as posted when first reported' })
  ledger_fee_minor!: number | null;

  @AmountMinorField({ min: LOWEST, nullable: true, description: 'as the processor says by now' })
  processor_fee_minor!: number | null;

  @TextField({ nullable: true, description: "the processor's line, the last of several" })
  line_id!: string | null;

  @IdField('pay', { nullable: true })
  payment_id!: string | null;

  @TextField({ nullable: true, description: 'the event of ours that it comes from' })
  event_id!: string | null;

  @TextField({ nullable: true, example: 'payment.captured.v1' })
  event_type!: string | null;

  @InstantField({ nullable: true })
  since!: string | null;

  @IntegerField({ min: 0, nullable: true })
  age_days!: number | null;
}

export class MovementTotalView {
  @CurrencyField()
  currency!: string;

  @AmountMinorField({ min: LOWEST, description: 'all movements by the ledger' })
  ledger_minor!: number;

  @AmountMinorField({ min: LOWEST, description: 'all movements by the processor, before fees' })
  processor_minor!: number;

  @AmountMinorField({ min: LOWEST, description: 'what the processor says beyond the ledger' })
  difference_minor!: number;
}

export class ReconciliationView extends PageView {
  @IntegerField({ min: 0, description: 'movements on which both agree' })
  agreed!: number;

  @IntegerField({ min: 0, description: 'days a processor has to report a movement' })
  settlement_days!: number;

  @NestedField(() => MovementTotalView, {
    array: true,
    description: 'whatever cause is asked for; what is on its way counts as well',
  })
  totals!: MovementTotalView[];

  @NestedField(() => BreakView, { array: true })
  items!: BreakView[];
}

export class SettlementReportDto {
  @ChoiceField(['file', 'processor'], {
    description: 'a file that is sent along, or what the processor of the payments says itself',
  })
  source!: 'file' | 'processor';

  @TextField({
    optional: true,
    max: 60,
    example: 'acme',
    description:
      'whose file it is; with source processor, the account that is asked where there are several',
  })
  processor?: string;

  @TextField({
    optional: true,
    max: 1_000_000,
    description:
      'columns line_id, kind, reference, amount, fee, currency, and settled_at, idempotency_key if known',
    example:
      'line_id,kind,reference,amount,fee,currency,settled_at\ntxn_1,charge,ch_1,99.95,3.20,USD,2026-11-22T09:30:00Z\n',
  })
  csv?: string;

  @InstantField({ optional: true, description: 'only what was settled from then on' })
  from?: string;

  @InstantField({ optional: true, description: 'only what was settled before' })
  until?: string;
}

export class SettlementReportView {
  @IdField('srp')
  report_id!: string;

  @TextField({ example: 'acme' })
  processor!: string;

  @ChoiceField(['file', 'processor'])
  source!: string;

  @IntegerField({ min: 0 })
  lines!: number;

  @IntegerField({ min: 0, description: 'seen for the first time: their fees are posted' })
  new_lines!: number;

  @IntegerField({ min: 0, description: 'in an earlier report, the same' })
  known_lines!: number;

  @IntegerField({ min: 0, description: 'in an earlier report, with other values' })
  restated_lines!: number;

  @InstantField()
  recorded_at!: string;
}
