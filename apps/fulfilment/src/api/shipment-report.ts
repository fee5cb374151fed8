import type { CommandContext } from '@continuo/kernel/command-context';
import { invalid } from '@continuo/kernel/domain-error';
import { deriveId } from '@continuo/kernel/ids';
import type { Instant } from '@continuo/kernel/instant';
import type { VendorCommand } from '../domain/shipment/commands';
import type { DeliveryDto, ReportedPackageDto } from './shipment-report.dto';

export function packageReport(
  shipmentId: string,
  body: ReportedPackageDto,
  context: CommandContext,
): VendorCommand {
  const lines = body.lines?.map(({ line_id, quantity }) => ({ lineId: line_id, quantity })) ?? null;
  return {
    type: 'ship-package',
    packageId: body.package_id ?? deriveId('pkg', shipmentId, context.commandId),
    lines,
    tracking: { carrier: body.carrier, number: body.tracking_number },
    shippedAt: past(body.shipped_at, '/shipped_at', context.now),
  };
}

/** The whole body may be left out: it has arrived now. */
export function deliveryReport(
  packageId: string,
  body: DeliveryDto | undefined,
  context: CommandContext,
): VendorCommand {
  const deliveredAt = past(body?.delivered_at, '/delivered_at', context.now);
  return { type: 'deliver-package', packageId, deliveredAt };
}

/** What is reported has happened: the instant, or now when none was given. */
function past(at: Instant | undefined, pointer: string, now: Instant): Instant {
  if (at !== undefined && at > now) {
    throw invalid('in-the-future', pointer, 'Report it when it has happened.');
  }
  return at ?? now;
}
