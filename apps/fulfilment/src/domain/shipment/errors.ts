import { DomainError, invalid, notFound } from '@continuo/kernel/domain-error';
import type { LineQuantity } from './events';
import type { Shipment } from './state';

export const shipmentNotFound = (shipmentId: string) => notFound('shipment', shipmentId);

export const packageNotFound = (packageId: string) => notFound('package', packageId);

/** The shipment's status forbids what was asked: `shipment-rejected`, `shipment-requested`, ... */
export function notNow(shipment: Shipment, wanted: string): DomainError {
  return new DomainError(
    `shipment-${shipment.status}`,
    `The shipment is ${shipment.status}: it cannot be ${wanted} now.`,
    'not-allowed-now',
    { shipment_id: shipment.shipmentId, status: shipment.status },
  );
}

/** `shipment-held`: the customer owes more than the limits allow. */
export function held(shipment: Shipment, wanted: string): DomainError {
  return new DomainError(
    'shipment-held',
    `The shipment is held until the customer has paid what is past due: it cannot be ${wanted} now. ` +
      'Do not send it; it is requested again by itself.',
    'not-allowed-now',
    { shipment_id: shipment.shipmentId, status: shipment.status },
  );
}

export function packageDiffers(packageId: string): DomainError {
  return new DomainError(
    'package-differs',
    `Package ${packageId} was reported with other contents or tracking; a package is reported once.`,
    'conflict',
    { package_id: packageId },
  );
}

export const lineNotInShipment = (index: number, lineId: string) =>
  invalid('line-not-in-shipment', `/lines/${index}/line_id`, `The shipment has no line ${lineId}.`);

/** At most what was requested is shipped, whatever the number of packages. */
export const moreThanRequested = (index: number, line: LineQuantity, left: number) =>
  invalid(
    'more-than-requested',
    `/lines/${index}/quantity`,
    `${left} of line ${line.lineId} are left to ship, not ${line.quantity}.`,
  );
