import { NestedField, TextField, FlagField } from '@continuo/http/fields';
import { invalid } from '@continuo/kernel/domain-error';
import type { AskedChange } from '../application/change-subscription/asked-change';
import { askedChange } from './any-change';
import { AnyChangeDto } from './any-change.dto';
import { ConsentingDto } from './consent.dto';

const EXAMPLE = [
  { kind: 'interval', interval: 'P2M' },
  { kind: 'price', unit_price_minor: 3600, cycles: 3 },
];

/** One change, or several that are to be made together. */
export class PreviewDto {
  @NestedField(() => AnyChangeDto, {
    optional: true,
    example: { kind: 'interval', interval: 'P2M' },
  })
  change?: AnyChangeDto;

  @NestedField(() => AnyChangeDto, { array: { min: 1, max: 20 }, optional: true })
  changes?: AnyChangeDto[];
}

/** Several changes in one request: together, in this order, or not at all. */
export class ChangesDto extends ConsentingDto {
  @NestedField(() => AnyChangeDto, { array: { min: 1, max: 20 }, example: EXAMPLE })
  changes!: AnyChangeDto[];

  @TextField({ max: 300, optional: true, example: 'customer has too much product' })
  reason?: string;

  @FlagField({
    optional: true,
    description: 'where a supervisor has to decide: wait for one (202) instead of refusing (403)',
  })
  request_approval?: boolean;
}

export function previewedChanges({ change, changes }: PreviewDto): AskedChange[] {
  if ((change === undefined) === (changes === undefined)) {
    throw invalid('invalid-change', '/changes', 'Send either `change` or `changes`.');
  }
  return change ? [askedChange(change, '/change')] : askedChanges(changes ?? []);
}

export function askedChanges(changes: readonly AnyChangeDto[]): AskedChange[] {
  return changes.map((change, index) => askedChange(change, `/changes/${index}`));
}
