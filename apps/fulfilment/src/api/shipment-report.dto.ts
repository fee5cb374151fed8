import {
  InstantField,
  LocalDateField,
  NestedField,
  QuantityField,
  TextField,
} from '@continuo/http/fields';

export class RejectionDto {
  @TextField({ max: 500, example: 'Discontinued.' })
  reason!: string;
}

export class BackorderDto {
  @LocalDateField({ example: '2026-12-15' })
  expected_on!: string;

  @TextField({ max: 500, optional: true, example: 'Container is late.' })
  reason?: string;
}

export class PackedLineDto {
  @TextField({ example: 'line_1' })
  line_id!: string;

  @QuantityField()
  quantity!: number;
}

export class ReportedPackageDto {
  @TextField({
    max: 64,
    pattern: /^[A-Za-z0-9][A-Za-z0-9._-]*$/,
    optional: true,
    example: 'pkg-1001',
    description:
      "the vendor's own name of the package, once per shipment; one is made when left out",
  })
  package_id?: string;

  @NestedField(() => PackedLineDto, {
    array: { min: 1 },
    optional: true,
    description: 'what is in it; everything that is left when left out',
  })
  lines?: PackedLineDto[];

  @TextField({ max: 60, example: 'UPS' })
  carrier!: string;

  @TextField({ max: 60, example: '1Z999AA10123456784' })
  tracking_number!: string;

  @InstantField({ optional: true, description: 'now when left out' })
  shipped_at?: string;
}

export class DeliveryDto {
  @InstantField({ optional: true, description: 'now when left out' })
  delivered_at?: string;
}
