import {
  AmountMinorField,
  ChoiceField,
  CountryField,
  CurrencyField,
  FlagField,
  InstantField,
  LocalDateField,
  MapField,
  NestedField,
  PhoneField,
  QuantityField,
  SkuField,
  TextField,
  TokenField,
} from './fields';

export class AddressDto {
  @TextField()
  line1!: string;

  @CountryField()
  country!: string;
}

export class LineDto {
  @SkuField()
  sku!: string;

  @QuantityField()
  quantity!: number;

  @AmountMinorField({ optional: true })
  unit_price_minor?: number;
}

export class SampleOrderDto {
  @TextField({ max: 80 })
  name!: string;

  @PhoneField({ nullable: true })
  phone!: string | null;

  @CurrencyField()
  currency!: string;

  @NestedField(() => AddressDto)
  address!: AddressDto;

  @NestedField(() => LineDto, { array: { min: 1, max: 20 } })
  lines!: LineDto[];

  @InstantField({ optional: true })
  called_at?: string;

  @LocalDateField({ optional: true })
  ship_on?: string;

  @TokenField({ optional: true })
  token?: string;

  @ChoiceField(['web', 'call'], { optional: true })
  channel?: string;

  @FlagField({ optional: true })
  gift?: boolean;

  @MapField({ min: 0, optional: true })
  prices?: Record<string, number>;

  @TextField({ array: { max: 5 }, optional: true })
  notes?: string[];
}
