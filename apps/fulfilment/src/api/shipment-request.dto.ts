import { NestedField } from '@continuo/http/fields';
import { PageView } from '@continuo/http/paging';
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

export class ShipmentRequestPageView extends PageView {
  @NestedField(() => ShipmentRequestItemView, { array: true })
  items!: ShipmentRequestItemView[];
}
