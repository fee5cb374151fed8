import {
  AmountMinorField,
  ChoiceField,
  FlagField,
  IdField,
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
import type { ChangeKind } from '../domain/subscription/change';
import { NewAddressDto } from './new-address.dto';
import { CANCELLATION_REASONS, HOLD_REASONS, SaveOfferDto } from './reasons.dto';

/** The fields that each kind takes; an exclamation mark where it cannot do without. */
export const CHANGE_FIELDS: Readonly<Record<ChangeKind, readonly string[]>> = {
  interval: ['interval!'],
  price: ['unit_price_minor!', 'cycles'],
  product: ['sku!'],
  quantity: ['quantity!'],
  'add-product': ['sku!', 'quantity'],
  'remove-product': ['sku!'],
  component: ['bundle', 'component!', 'sku!'],
  'add-on': ['sku!', 'quantity'],
  'remove-add-on': ['sku!'],
  plan: ['plan_id!', 'plan_version', 'interval', 'sku'],
  address: ['ship_to!'],
  date: ['on!', 'cycle', 'move_following'],
  anchor: ['on!'],
  'send-now': [],
  skip: ['cycle'],
  unskip: ['cycle!'],
  pause: ['until!'],
  resume: [],
  hold: ['hold_reason!'],
  release: [],
  cancel: ['reason_code', 'note', 'when', 'cycle', 'offers'],
  'save-offers': ['reason_code!', 'offers!'],
  reactivate: ['next_on'],
  'win-back': ['offer', 'next_on'],
  'convert-trial': ['consent_reference!'],
  'end-trial': ['reason_code', 'note'],
  'payment-method': ['token!'],
  zone: ['zone!'],
};

/** One change; which fields it takes follows from its kind. */
export class AnyChangeDto {
  @ChoiceField(Object.keys(CHANGE_FIELDS), { example: 'interval' })
  kind!: ChangeKind;

  @IntervalField({ optional: true, example: 'P2M' })
  interval?: string;

  @AmountMinorField({ optional: true, example: undefined })
  unit_price_minor?: number;

  @SkuField({
    optional: true,
    description:
      'component: the bundle, where several of the program ship it; its own product first',
  })
  bundle?: string;

  @SkuField({ optional: true, description: 'of the bundle: what is not sent any more' })
  component?: string;

  @IntegerField({
    min: 1,
    max: 60,
    optional: true,
    description: 'price: for so many cycles; for good unless given',
  })
  cycles?: number;

  @SkuField({ optional: true })
  sku?: string;

  @QuantityField({ optional: true, example: undefined })
  quantity?: number;

  @IdField('plan', { optional: true })
  plan_id?: string;

  @IntegerField({ min: 1, optional: true, description: 'plan: the latest version unless given' })
  plan_version?: number;

  @NestedField(() => NewAddressDto, { optional: true })
  ship_to?: NewAddressDto;

  @LocalDateField({ optional: true })
  on?: string;

  @IntegerField({ min: 2, max: 1_000_000, optional: true })
  cycle?: number;

  @FlagField({ optional: true })
  move_following?: boolean;

  @LocalDateField({ optional: true })
  until?: string;

  @ChoiceField(HOLD_REASONS, { optional: true })
  hold_reason?: string;

  @ChoiceField(CANCELLATION_REASONS, { optional: true })
  reason_code?: string;

  @TextField({ max: 500, optional: true })
  note?: string;

  @ChoiceField(['now', 'cycle', 'commitment'], {
    optional: true,
    description: 'cancel: now unless given; with `cycle`, that cycle is the last one',
  })
  when?: 'now' | 'cycle' | 'commitment';

  @NestedField(() => SaveOfferDto, { array: { max: 20 }, optional: true })
  offers?: SaveOfferDto[];

  @TextField({ max: 64, optional: true, description: 'win-back: the offer that was taken' })
  offer?: string;

  @LocalDateField({ optional: true })
  next_on?: string;

  @TextField({
    max: 200,
    optional: true,
    description: 'convert-trial: where the consent to the charge is recorded',
  })
  consent_reference?: string;

  @TokenField({ optional: true, example: undefined })
  token?: string;

  @ZoneField({ optional: true, example: undefined })
  zone?: string;
}
