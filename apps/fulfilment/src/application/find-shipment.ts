import type { AsOf, CommandRunner, Folded } from '@continuo/event-store/command-runner';
import { shipmentNotFound } from '../domain/shipment/errors';
import type { Shipment } from '../domain/shipment/state';
import { SHIPMENT } from './aggregates';

/**
 * A shipment from its stream. To a vendor (`vendorId` given) another vendor's shipment does not
 * exist. Throws `shipment-not-found`.
 */
export async function findShipment(
  runner: CommandRunner,
  shipmentId: string,
  vendorId?: string,
  asOf?: AsOf,
): Promise<Folded<Shipment>> {
  const { state, revision } = await runner.load(SHIPMENT, shipmentId, asOf);
  if (state.status === 'none' || (vendorId !== undefined && state.vendorId !== vendorId)) {
    throw shipmentNotFound(shipmentId);
  }
  return { state, revision };
}
