import {
  AmountMinorField,
  ChoiceField,
  FlagField,
  IntegerField,
  IntervalField,
  LocalDateField,
  NestedField,
  QuantityField,
  SkuField,
  TextField,
  TokenField,
  ZoneField,
} from '@continuo/http/fields';
import { ConsentingDto } from './consent.dto';
import { CANCELLATION_REASONS, SaveOfferDto } from './reasons.dto';

const MAX_CYCLE = 1_000_000;

/** Why the customer or the agent wants it: kept with the change. */
export class ReasonDto extends ConsentingDto {
  @TextField({ max: 300, optional: true, example: 'customer has too much product' })
  reason?: string;
}

export class IntervalChangeDto extends ReasonDto {
  @IntervalField({ example: 'P2M' })
  interval!: string;
}

export class PriceChangeDto extends ConsentingDto {
  @AmountMinorField({ example: 3495 })
  unit_price_minor!: number;

  @IntegerField({
    min: 1,
    max: 60,
    optional: true,
    description: 'for so many cycles; for good unless given',
  })
  cycles?: number;

  @TextField({ max: 300, example: 'save offer after a price complaint' })
  reason!: string;
}

export class ProductChangeDto extends ReasonDto {
  @SkuField({ example: 'BERRIES-30' })
  sku!: string;
}

export class QuantityChangeDto extends ReasonDto {
  @QuantityField({ example: 2 })
  quantity!: number;
}

export class DateChangeDto extends ReasonDto {
  @LocalDateField({ example: '2027-01-15' })
  on!: string;

  @IntegerField({
    min: 2,
    max: MAX_CYCLE,
    optional: true,
    description: 'the next cycle unless given',
  })
  cycle?: number;

  @FlagField({ optional: true, description: 'count all later cycles from the new date' })
  move_following?: boolean;
}

export class SkipDto extends ReasonDto {
  @IntegerField({
    min: 2,
    max: MAX_CYCLE,
    optional: true,
    description: 'the next cycle unless given',
  })
  cycle?: number;
}

export class UnskipDto extends ReasonDto {
  @IntegerField({ min: 2, max: MAX_CYCLE, example: 3 })
  cycle!: number;
}

export class PauseDto extends ReasonDto {
  @LocalDateField({
    example: '2027-03-01',
    description: 'the first day on which cycles may happen again',
  })
  until!: string;
}

export class ResumptionDto extends ReasonDto {}

export class CancellationDto extends ConsentingDto {
  @ChoiceField(CANCELLATION_REASONS, { example: 'too-much-product' })
  reason_code!: string;

  @TextField({ max: 500, optional: true, example: 'still has two unopened jars' })
  note?: string;

  @ChoiceField(['now', 'cycle', 'commitment'], {
    optional: true,
    description: 'now unless given; with `cycle`, that cycle is the last one',
  })
  when?: 'now' | 'cycle' | 'commitment';

  @IntegerField({ min: 2, max: MAX_CYCLE, optional: true })
  cycle?: number;

  @NestedField(() => SaveOfferDto, {
    array: { max: 20 },
    optional: true,
    description: 'what was offered to keep the customer, and what was taken',
  })
  offers?: SaveOfferDto[];
}

/** Why a change is approved, and what the customer agreed to anew. */
export class ApprovalDto extends ReasonDto {}

/** Why a change is undone or refused. */
export class DecisionDto {
  @TextField({ max: 300, optional: true, example: 'customer has too much product' })
  reason?: string;
}

export class ReactivationDto extends ReasonDto {
  @LocalDateField({
    optional: true,
    example: '2027-02-01',
    description:
      'date of the next cycle; the first date of the old calendar after today unless given',
  })
  next_on?: string;
}

export class PaymentMethodDto extends ReasonDto {
  @TokenField()
  token!: string;
}

export class ZoneChangeDto extends ReasonDto {
  @ZoneField({ example: 'America/Denver' })
  zone!: string;
}
