import {
  CurrencyField,
  IdField,
  InstantField,
  IntegerField,
  NestedField,
  TextField,
} from '@continuo/http/fields';
import { PageQuery, PageView } from '@continuo/http/paging';

const CODE = { max: 80, example: 'webhook-signature-invalid' };

export class FinanceAlertsQueryDto extends PageQuery {
  @TextField({ ...CODE, optional: true, description: 'alerts of this code alone' })
  code?: string;

  @IdField('pay', { optional: true })
  payment_id?: string;
}

export class FinanceAlertView {
  @TextField()
  alert_id!: string;

  @TextField({ ...CODE, description: 'the code of the refusal, or of what happened' })
  code!: string;

  @TextField({ max: 1_000 })
  detail!: string;

  @IdField('pay', { nullable: true })
  payment_id!: string | null;

  @IntegerField({ nullable: true })
  amount_minor!: number | null;

  @CurrencyField({ nullable: true })
  currency!: string | null;

  @InstantField()
  raised_at!: string;

  @IntegerField({ min: 1, description: 'how often at least; it is kept at 1, 10, 100 and so on' })
  times!: number;

  @InstantField({ description: 'when it had happened so often' })
  last_at!: string;
}

export class FinanceAlertPageView extends PageView {
  @NestedField(() => FinanceAlertView, { array: true })
  items!: FinanceAlertView[];
}
