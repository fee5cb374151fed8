import { FlagField, IntegerField, NestedField, TextField } from '@continuo/http/fields';
import { ApiProperty } from '@nestjs/swagger';
import type { OpenedAddress } from '../application/open-ship-to';
import { ShipmentRequestItemView, ShipmentView } from './shipment.dto';

export class ShipmentRequestView extends ShipmentView {
  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    nullable: true,
    description: 'opened for the vendor that ships; null when the customer was erased',
  })
  ship_to!: OpenedAddress | null;
}

export class ShipmentRequestPageView {
  @NestedField(() => ShipmentRequestItemView, { array: true })
  items!: ShipmentRequestItemView[];

  @FlagField()
  has_more!: boolean;

  @TextField({ nullable: true })
  next_cursor!: string | null;

  @IntegerField({ description: 'position of the record that the list reflects' })
  position!: number;
}
