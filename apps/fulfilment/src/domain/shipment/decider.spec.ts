import { given } from '@continuo/testing/decider';
import type { ShipmentCommand } from './commands';
import { shipmentDecider } from './decider';
import type { ShipmentEvent } from './events';
import type { ShipmentStatus } from './status';

const AT = '2026-11-22T09:30:00.000Z';
const identity = { shipmentId: 'shp_1', orderId: 'ord_1', vendorId: 'ven_a' };
const lines = [
  { lineId: 'l1', sku: 'A', name: 'A', quantity: 2 },
  { lineId: 'l2', sku: 'B', name: 'B', quantity: 1 },
];
const shipTo = { sealed: 'x', customerId: 'cus_1', stream: 'order-ord_1', field: 'shipTo' };
const request: ShipmentCommand = {
  type: 'request',
  ...identity,
  release: 1,
  lines,
  shipTo,
  callCentreId: 'cc_north',
  at: AT,
};
const tracking = { carrier: 'UPS', number: '1Z' };
const ship = (packageId: string, packed: [string, number][] | null): ShipmentCommand => ({
  type: 'ship-package',
  packageId,
  lines: packed?.map(([lineId, quantity]) => ({ lineId, quantity })) ?? null,
  tracking,
  shippedAt: AT,
});
const deliver = (packageId: string): ShipmentCommand => ({
  type: 'deliver-package',
  packageId,
  deliveredAt: AT,
});
const cancel: ShipmentCommand = { type: 'cancel', reason: 'changed mind' };
const reject: ShipmentCommand = { type: 'reject', reason: 'discontinued' };

/** The events that these commands bring about, one after the other. */
function after(...commands: ShipmentCommand[]): ShipmentEvent[] {
  return commands.reduce<ShipmentEvent[]>(
    (events, command) => [...events, ...given(shipmentDecider, events).when(command).events],
    [],
  );
}
const when = (before: ShipmentCommand[], command: ShipmentCommand) =>
  given(shipmentDecider, after(...before)).when(command);
const statusAfter = (...commands: ShipmentCommand[]): ShipmentStatus | 'none' =>
  given(shipmentDecider, after(...commands)).state.status;

const accept: ShipmentCommand = { type: 'accept' };
const pack: ShipmentCommand = { type: 'pack' };
const hold: ShipmentCommand = { type: 'hold', because: 'count' };
const lift: ShipmentCommand = { type: 'lift-hold' };
const backorder: ShipmentCommand = {
  type: 'backorder',
  expectedOn: '2026-12-15',
  reason: null,
};

describe('a shipment', () => {
  it('is requested once', () => {
    when([], request).then([
      {
        type: 'shipment.requested.v2',
        data: {
          ...identity,
          release: 1,
          lines,
          shipTo,
          callCentreId: 'cc_north',
          requestedAt: AT,
        },
      },
    ]);
    when([request], request).thenNothing();
  });

  it('is accepted, packed, shipped in parts and delivered', () => {
    expect(statusAfter(request, accept)).toBe('accepted');
    expect(statusAfter(request, accept, pack)).toBe('packed');
    expect(statusAfter(request, accept, pack, ship('p1', [['l1', 1]]))).toBe('part-shipped');
    const all = [request, accept, pack, ship('p1', [['l1', 1]]), ship('p2', null)];
    expect(statusAfter(...all)).toBe('shipped');
    expect(statusAfter(...all, deliver('p1'))).toBe('shipped');
    expect(statusAfter(...all, deliver('p1'), deliver('p2'))).toBe('delivered');
  });

  it('is told what was in a package', () => {
    when([request, accept, ship('p1', [['l1', 1]])], ship('p2', null)).then([
      {
        type: 'shipment.package-shipped.v1',
        data: {
          ...identity,
          packageId: 'p2',
          lines: [
            { lineId: 'l1', sku: 'A', quantity: 1 },
            { lineId: 'l2', sku: 'B', quantity: 1 },
          ],
          tracking,
          shippedAt: AT,
          status: 'shipped',
        },
      },
    ]);
  });

  it.each([
    ['accepted', [request, accept], accept],
    ['rejected', [request, reject], reject],
    ['packed', [request, accept, pack], pack],
    ['shipped', [request, accept, ship('p1', null)], ship('p1', null)],
    ['delivered', [request, accept, ship('p1', null), deliver('p1')], deliver('p1')],
    ['cancelled', [request, cancel], cancel],
  ] as const)('ignores that it is %s again', (_, before, command) => {
    when([...before], command).thenNothing();
  });

  it("stays delivered when 'shipped' comes late", () => {
    const delivered = [request, accept, ship('p1', null), deliver('p1')];
    when(delivered, ship('p1', null)).thenNothing();
    expect(statusAfter(...delivered, ship('p1', null), accept, pack)).toBe('delivered');
  });

  it('refuses the same package with other contents or tracking', () => {
    const before = [request, accept, ship('p1', [['l1', 1]])];
    when(before, ship('p1', [['l1', 2]])).thenFails('package-differs');
    when(before, {
      ...ship('p1', [['l1', 1]]),
      tracking: { ...tracking, number: '2Z' },
    } as ShipmentCommand).thenFails('package-differs');
  });

  it('refuses more than was requested, also in parts and as one line named twice', () => {
    const accepted = [request, accept];
    when(accepted, ship('p1', [['l1', 3]])).thenFails('more-than-requested');
    when(
      accepted,
      ship('p1', [
        ['l1', 1],
        ['l1', 2],
      ]),
    ).thenFails('more-than-requested');
    when([...accepted, ship('p1', [['l1', 2]])], ship('p2', [['l1', 1]])).thenFails(
      'more-than-requested',
    );
    when(accepted, ship('p1', [['l9', 1]])).thenFails('line-not-in-shipment');
    when([...accepted, ship('p1', null)], ship('p2', null)).thenFails('shipment-shipped');
  });

  it('is not shipped or packed before it is accepted', () => {
    when([request], ship('p1', null)).thenFails('shipment-requested');
    when([request], pack).thenFails('shipment-requested');
  });

  it('is backordered until it is accepted', () => {
    expect(statusAfter(request, backorder)).toBe('backordered');
    when([request, backorder], backorder).thenNothing();
    when([request, backorder], ship('p1', null)).thenFails('shipment-backordered');
    expect(statusAfter(request, backorder, accept)).toBe('accepted');
  });

  it('is not accepted or packed after it was rejected or cancelled', () => {
    when([request, reject], accept).thenFails('shipment-rejected');
    when([request, cancel], accept).thenFails('shipment-cancelled');
    when([request, accept, cancel], pack).thenFails('shipment-cancelled');
    when([request, accept, cancel], ship('p1', null)).thenFails('shipment-cancelled');
    when([request, accept, pack], reject).thenFails('shipment-packed');
  });

  it('is cancelled until it is packed', () => {
    when([request, accept], cancel).then([
      {
        type: 'shipment.cancelled.v1',
        data: {
          ...identity,
          lines: lines.map(({ lineId, sku, quantity }) => ({ lineId, sku, quantity })),
          reason: 'changed mind',
          status: 'cancelled',
        },
      },
    ]);
  });

  it('is cancelled in what has not left', () => {
    const before = [request, accept, ship('p1', [['l1', 2]])];
    const { events } = when(before, cancel);
    expect(events[0]?.data).toMatchObject({
      lines: [{ lineId: 'l2', quantity: 1 }],
      status: 'shipped',
    });
    expect(statusAfter(...before, cancel, deliver('p1'))).toBe('delivered');
    when([...before, cancel], ship('p2', [['l2', 1]])).thenFails('shipment-shipped');
  });

  it.each([
    ['packed', [request, accept, pack], 'The goods are packed.'],
    ['shipped', [request, accept, ship('p1', null)], 'The goods are shipped.'],
  ] as const)('says that it is too late once %s, each time it is asked', (_, before, reason) => {
    const refused: ShipmentEvent = {
      type: 'shipment.cancellation-refused.v1',
      data: { ...identity, reason },
    };
    when([...before], cancel).then([refused]);
    when([...before, cancel], cancel).then([refused]);
  });

  it.each([
    ['requested', [request]],
    ['backordered', [request, backorder]],
  ] as const)(
    'that is %s is held, and goes back to that when the hold is lifted',
    (status, before) => {
      const { events } = when([...before], hold);
      expect(events).toEqual([
        { type: 'shipment.held.v1', data: { ...identity, because: 'count' } },
      ]);
      expect(statusAfter(...before, hold)).toBe('held');
      when([...before, hold], hold).thenNothing();
      expect(statusAfter(...before, hold, lift)).toBe(status);
      when([...before, hold, lift], lift).thenNothing();
    },
  );

  it.each([
    ['accepted', { type: 'accept' }],
    ['backordered', { type: 'backorder', expectedOn: '2026-12-15', reason: null }],
    ['packed', { type: 'pack' }],
    ['shipped', ship('p1', null)],
  ] as const)('is not %s while it is held', (_, command) => {
    when([request, hold], command).thenFails('shipment-held');
  });

  it('is rejected or cancelled also while it is held', () => {
    expect(statusAfter(request, hold, reject)).toBe('rejected');
    expect(statusAfter(request, hold, cancel)).toBe('cancelled');
    when([request, hold, cancel], lift).thenNothing();
  });

  it('is not held once its vendor has accepted it, and not held is not let go', () => {
    when([request, accept], hold).thenNothing();
    when([request], lift).thenNothing();
  });

  it('knows no delivery of a package that never left', () => {
    when([request, accept], deliver('p9')).thenFails('package-not-found');
  });
});
