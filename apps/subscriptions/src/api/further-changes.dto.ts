import {
  ChoiceField,
  IdField,
  IntegerField,
  IntervalField,
  LocalDateField,
  NestedField,
  QuantityField,
  SkuField,
  TextField,
} from '@continuo/http/fields';
import { ReasonDto } from './changes.dto';
import { ConsentingDto } from './consent.dto';
import { NewAddressDto } from './new-address.dto';
import { CANCELLATION_REASONS, HOLD_REASONS, SaveOfferDto } from './reasons.dto';

export class ProductAdditionDto extends ReasonDto {
  @SkuField({ example: 'BERRIES-30' })
  sku!: string;

  @QuantityField({ optional: true, example: 1, description: 'one unless given' })
  quantity?: number;
}

export class ProductRemovalDto extends ReasonDto {
  @SkuField({ example: 'BERRIES-30' })
  sku!: string;
}

export class ComponentSwapDto extends ReasonDto {
  @SkuField({
    optional: true,
    example: 'KITCHEN-SET',
    description: 'the bundle, where several of the program ship it; its own product first',
  })
  bundle?: string;

  @SkuField({ example: 'GREENS-30', description: 'what is not sent any more' })
  component!: string;

  @SkuField({ example: 'BERRIES-30', description: 'what is sent instead' })
  sku!: string;
}

export class AddOnDto extends ProductAdditionDto {}

export class AddOnRemovalDto extends ProductRemovalDto {}

export class PlanChangeDto extends ReasonDto {
  @IdField('plan')
  plan_id!: string;

  @IntegerField({
    min: 1,
    optional: true,
    description: 'the latest version unless given; customers take no other',
  })
  plan_version?: number;

  @IntervalField({ optional: true, example: 'P2M' })
  interval?: string;

  @SkuField({ optional: true })
  sku?: string;
}

export class AddressChangeDto extends ReasonDto {
  @NestedField(() => NewAddressDto)
  ship_to!: NewAddressDto;
}

export class AnchorChangeDto extends ReasonDto {
  @LocalDateField({ example: '2027-01-15' })
  on!: string;
}

export class SendNowDto extends ReasonDto {}

export class HoldDto extends ReasonDto {
  @ChoiceField(HOLD_REASONS, { example: 'customer-request' })
  hold_reason!: string;
}

export class HoldReleaseDto extends ReasonDto {}

export class SaveOffersDto extends ConsentingDto {
  @ChoiceField(CANCELLATION_REASONS, { example: 'too-expensive' })
  reason_code!: string;

  @NestedField(() => SaveOfferDto, {
    array: { max: 20 },
    description: 'what was offered to keep the customer, and what was taken',
  })
  offers!: SaveOfferDto[];
}

export class WinBackDto extends ReasonDto {
  @TextField({ max: 64, optional: true, example: 'first-at-half', description: 'what was taken' })
  offer?: string;

  @LocalDateField({
    optional: true,
    example: '2027-02-01',
    description: 'of the next cycle; the first date of the old calendar after today unless given',
  })
  next_on?: string;
}

export class TrialConversionDto extends ReasonDto {
  @TextField({
    max: 200,
    example: 'rec-2',
    description: 'where the consent to the charge is recorded',
  })
  consent_reference!: string;
}

export class TrialEndingDto extends ConsentingDto {
  @ChoiceField(CANCELLATION_REASONS, { optional: true, example: 'not-satisfied' })
  reason_code?: string;

  @TextField({ max: 500, optional: true, example: 'did not like the taste' })
  note?: string;
}
