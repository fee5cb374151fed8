import {
  AmountMinorField,
  CurrencyField,
  IntegerField,
  NestedField,
  TextField,
} from '@continuo/http/fields';
import { PageQuery, PageView } from '@continuo/http/paging';
import { CommissionLineView } from './commission-line.dto';

const SIGNED = { min: -Number.MAX_SAFE_INTEGER };

export class StatementQueryDto extends PageQuery {
  @TextField({ optional: true, example: 'agt_nora', description: 'an agent may leave it out' })
  agent_id?: string;

  @TextField({
    pattern: /^\d{4}-(?:0[1-9]|1[0-2])$/,
    example: '2026-11',
    description: 'month of settlement, in the zone of the plan',
  })
  period!: string;
}

export class StatementTotalsView {
  @CurrencyField()
  currency!: string;

  @IntegerField({ min: 0 })
  lines!: number;

  @AmountMinorField()
  accrued_minor!: number;

  @AmountMinorField({ ...SIGNED, description: 'zero or negative' })
  reversed_minor!: number;

  @AmountMinorField({ ...SIGNED, description: 'accrued and reversed' })
  total_minor!: number;

  @AmountMinorField({ ...SIGNED, description: 'of the total, what is past its return window' })
  earned_minor!: number;

  @AmountMinorField({ ...SIGNED, description: 'of the total, what is not earned yet' })
  pending_minor!: number;
}

export class CommissionStatementView extends PageView {
  @TextField({ example: 'agt_nora' })
  agent_id!: string;

  @TextField({ example: '2026-11' })
  period!: string;

  @NestedField(() => StatementTotalsView, { array: true, description: 'one per currency' })
  totals!: StatementTotalsView[];

  @NestedField(() => CommissionLineView, { array: true })
  items!: readonly CommissionLineView[];
}
