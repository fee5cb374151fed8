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
import { invalid } from '@continuo/kernel/domain-error';
import { never } from '@continuo/kernel/decider';
import type { Change, ChangeKind } from '../domain/subscription/commands';
import { CANCELLATION_REASONS } from './changes.dto';

/** The fields that each kind takes; an exclamation mark where it cannot do without. */
const FIELDS: Readonly<Record<ChangeKind, readonly string[]>> = {
  interval: ['interval!'],
  price: ['unit_price_minor!'],
  product: ['sku!'],
  quantity: ['quantity!'],
  date: ['on!', 'cycle', 'move_following'],
  skip: ['cycle'],
  unskip: ['cycle!'],
  pause: ['until!'],
  resume: [],
  cancel: ['reason_code', 'note'],
  reactivate: ['next_on'],
  'payment-method': ['token!'],
  zone: ['zone!'],
};

/** One change; which fields it takes follows from its kind. */
export class PreviewedChangeDto {
  @ChoiceField(Object.keys(FIELDS), { example: 'interval' })
  kind!: ChangeKind;

  @IntervalField({ optional: true, example: 'P2M' })
  interval?: string;

  @AmountMinorField({ optional: true, example: undefined })
  unit_price_minor?: number;

  @SkuField({ optional: true })
  sku?: string;

  @QuantityField({ optional: true, example: undefined })
  quantity?: number;

  @LocalDateField({ optional: true })
  on?: string;

  @IntegerField({ min: 2, max: 1_000_000, optional: true })
  cycle?: number;

  @FlagField({ optional: true })
  move_following?: boolean;

  @LocalDateField({ optional: true })
  until?: string;

  @ChoiceField(CANCELLATION_REASONS, { optional: true })
  reason_code?: string;

  @TextField({ max: 500, optional: true })
  note?: string;

  @LocalDateField({ optional: true })
  next_on?: string;

  @TokenField({ optional: true, example: undefined })
  token?: string;

  @ZoneField({ optional: true, example: undefined })
  zone?: string;
}

export class PreviewDto {
  @NestedField(() => PreviewedChangeDto, { example: { kind: 'interval', interval: 'P2M' } })
  change!: PreviewedChangeDto;
}

/** Throws DomainError `invalid-change` where a field is missing or belongs to another kind. */
export function previewedChange(dto: PreviewedChangeDto): Change {
  const takes = FIELDS[dto.kind];
  for (const name of Object.keys(dto)) {
    if (name === 'kind' || takes.includes(name) || takes.includes(`${name}!`)) continue;
    throw invalid(
      'invalid-change',
      `/change/${name}`,
      `Leave it out: '${dto.kind}' does not take it.`,
    );
  }
  const need = <Value>(value: Value | undefined, name: string): Value => {
    if (value !== undefined) return value;
    throw invalid('invalid-change', `/change/${name}`, `Required for '${dto.kind}'.`);
  };
  const { kind } = dto;
  switch (kind) {
    case 'interval':
      return { kind, interval: need(dto.interval, 'interval') };
    case 'price':
      return { kind, unitPriceMinor: need(dto.unit_price_minor, 'unit_price_minor') };
    case 'product':
      return { kind, sku: need(dto.sku, 'sku') };
    case 'quantity':
      return { kind, quantity: need(dto.quantity, 'quantity') };
    case 'date':
      return { kind, on: need(dto.on, 'on'), cycle: dto.cycle, moveFollowing: dto.move_following };
    case 'skip':
      return { kind, cycle: dto.cycle };
    case 'unskip':
      return { kind, cycle: need(dto.cycle, 'cycle') };
    case 'pause':
      return { kind, until: need(dto.until, 'until') };
    case 'resume':
      return { kind };
    case 'cancel':
      return { kind, reasonCode: dto.reason_code ?? 'other', note: dto.note };
    case 'reactivate':
      return { kind, nextOn: dto.next_on };
    case 'payment-method':
      return { kind, token: need(dto.token, 'token') };
    case 'zone':
      return { kind, zone: need(dto.zone, 'zone') };
    default:
      return never(kind);
  }
}
