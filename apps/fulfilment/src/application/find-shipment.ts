import type { AsOf, CommandRunner, Folded } from '@continuo/event-store/command-runner';
import { shipmentNotFound } from '../domain/shipment/errors';
import type { Shipment } from '../domain/shipment/state';
import { SHIPMENT } from './aggregates';

/** Who asks; the seller's own names neither. */
export interface Party {
  readonly vendorId?: string;
  readonly callCentreId?: string;
}

/**
 * A shipment from its stream. To a vendor another vendor's shipment does not exist, to a call centre
 * what another has sold. Throws `shipment-not-found`.
 */
export async function findShipment(
  runner: CommandRunner,
  shipmentId: string,
  party: Party = {},
  asOf?: AsOf,
): Promise<Folded<Shipment>> {
  const { state, revision } = await runner.load(SHIPMENT, shipmentId, asOf);
  if (state.status === 'none' || !mayBeSeen(state, party)) {
    throw shipmentNotFound(shipmentId);
  }
  return { state, revision };
}

function mayBeSeen(shipment: Shipment, { vendorId, callCentreId }: Party): boolean {
  return (
    (vendorId === undefined || shipment.vendorId === vendorId) &&
    (callCentreId === undefined || shipment.callCentreId === callCentreId)
  );
}
