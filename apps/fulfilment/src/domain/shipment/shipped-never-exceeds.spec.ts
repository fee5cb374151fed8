import { fold } from '@continuo/kernel/decider';
import { DomainError } from '@continuo/kernel/domain-error';
import * as fc from 'fast-check';
import type { ShipmentCommand } from './commands';
import { shipmentDecider } from './decider';
import type { ShipmentEvent } from './events';
import { remainingLines } from './state';

const AT = '2026-11-22T09:30:00.000Z';
const lines = [
  { lineId: 'l1', sku: 'A', name: 'A', quantity: 3 },
  { lineId: 'l2', sku: 'B', name: 'B', quantity: 2 },
];
const request: ShipmentCommand = {
  type: 'request',
  shipmentId: 'shp_1',
  orderId: 'ord_1',
  vendorId: 'ven_a',
  release: 1,
  lines,
  shipTo: { sealed: 'x', customerId: 'cus_1', stream: 'order-ord_1', field: 'shipTo' },
  callCentreId: null,
  at: AT,
};
const packageId = fc.constantFrom('p1', 'p2', 'p3', 'p4');
const packed = fc.array(
  fc.record({
    lineId: fc.constantFrom('l1', 'l2', 'l3'),
    quantity: fc.integer({ min: 1, max: 3 }),
  }),
  { minLength: 1, maxLength: 3 },
);
const command: fc.Arbitrary<ShipmentCommand> = fc.oneof(
  fc.constantFrom<ShipmentCommand>(
    request,
    { type: 'accept' },
    { type: 'accept' },
    { type: 'pack' },
    { type: 'reject', reason: 'r' },
    { type: 'backorder', expectedOn: '2026-12-01', reason: null },
    { type: 'cancel', reason: 'c' },
  ),
  fc.tuple(packageId, fc.option(packed)).map(([id, contents]): ShipmentCommand => ({
    type: 'ship-package',
    packageId: id,
    lines: contents,
    tracking: { carrier: 'UPS', number: id },
    shippedAt: AT,
  })),
  packageId.map((id): ShipmentCommand => ({
    type: 'deliver-package',
    packageId: id,
    deliveredAt: AT,
  })),
);

describe('whatever the sequence of reports', () => {
  it('what is shipped and cancelled never exceeds what was requested, and delivered stays delivered', () => {
    fc.assert(
      fc.property(fc.array(command, { maxLength: 25 }), (commands) => {
        const events: ShipmentEvent[] = [...shipmentDecider.decide(request, { status: 'none' })];
        let delivered = false;
        for (const next of commands) {
          const before = fold(shipmentDecider, events);
          try {
            events.push(...shipmentDecider.decide(next, before));
          } catch (error) {
            if (!(error instanceof DomainError)) throw error;
          }
          const state = fold(shipmentDecider, events);
          if (state.status === 'none') throw new Error('the shipment is gone');
          const left = remainingLines(state);
          for (const { lineId, quantity } of lines) {
            const sum = (all: readonly { lineId: string; quantity: number }[]) =>
              all.filter((l) => l.lineId === lineId).reduce((total, l) => total + l.quantity, 0);
            const gone = sum(state.packages.flatMap((p) => p.lines)) + sum(state.cancelled);
            expect(gone).toBeLessThanOrEqual(quantity);
            expect(gone + sum(left)).toBe(quantity);
          }
          if (delivered) expect(state.status).toBe('delivered');
          delivered = state.status === 'delivered';
        }
      }),
      { numRuns: 500 },
    );
  });
});
