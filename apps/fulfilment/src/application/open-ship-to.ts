import { ERASED, PERSONAL_DATA, type PersonalData } from '@continuo/personal-data/personal-data';
import { Inject, Injectable } from '@nestjs/common';
import type { ShipTo } from '../domain/shipment/events';

/** Where the goods go, as orders sealed it: name, lines, city, ... */
export type OpenedAddress = Readonly<Record<string, unknown>>;

/** Opens a ship-to address for the vendor that must write it on the parcel. */
@Injectable()
export class OpenShipTo {
  constructor(@Inject(PERSONAL_DATA) private readonly personalData: PersonalData) {}

  /** Null when the customer was erased. */
  async open({ sealed, customerId, stream, field }: ShipTo): Promise<OpenedAddress | null> {
    const opened = await this.personalData.open<OpenedAddress>(sealed, {
      customerId,
      stream,
      field,
    });
    return opened === ERASED ? null : opened;
  }
}
