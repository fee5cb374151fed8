import { CommandRunner } from '@continuo/event-store/command-runner';
import { SqliteEventStore } from '@continuo/event-store/sqlite/sqlite-event-store';
import { MESSAGE_TYPES } from '@continuo/contracts/registry';
import { deriveId, deriveUuid } from '@continuo/kernel/ids';
import { aContext } from '@continuo/testing/examples';
import { Ajv2020 } from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { VendorCommand } from '../domain/shipment/commands';
import { fulfilmentPublisher } from '../integration/publish';
import { HandleShipmentCommand } from './handle-shipment/handle-shipment.command';
import { HandleShipmentHandler } from './handle-shipment/handle-shipment.handler';
import { RegisterVendorCommand } from './register-vendor/register-vendor.command';
import { RegisterVendorHandler } from './register-vendor/register-vendor.handler';
import { RouteReleaseCommand } from './route-release/route-release.command';
import { RouteReleaseHandler } from './route-release/route-release.handler';
import { SHIPPING_HOLD } from './aggregates';
import { ShippingHolds } from './shipping-holds';
import { StopShipmentsCommand } from './stop-shipments/stop-shipments.command';
import { StopShipmentsHandler } from './stop-shipments/stop-shipments.handler';

const ajv = addFormats(new Ajv2020({ strict: false }));
const directory = mkdtempSync(join(tmpdir(), 'continuo-'));
let opened = 0;
let store: SqliteEventStore;
let runner: CommandRunner;

beforeEach(async () => {
  opened += 1;
  store = await SqliteEventStore.open({ file: join(directory, `record-${opened}.db`) });
  runner = new CommandRunner(store);
});
afterEach(() => store.close());
afterAll(() => rmSync(directory, { recursive: true }));

const shipTo = { sealed: 'x', customerId: 'cus_1', stream: 'order-ord_1', field: 'shipTo' };
const a = { lineId: 'l1', sku: 'A', name: 'A', quantity: 2 };
const b = { lineId: 'l2', sku: 'B', name: 'B', quantity: 1 };
const context = (what: string) => aContext({ commandId: deriveUuid(what) });
const shipmentOf = (release: number, vendorId: string) =>
  deriveId('shp', 'ord_1', release, vendorId);

async function vendor(vendorId: string, skus: string[]): Promise<void> {
  const registered = { vendorId, name: vendorId, skus, servesAll: false, priority: 1 };
  const command = new RegisterVendorCommand(registered, context(`register ${vendorId}`));
  await new RegisterVendorHandler(runner).execute(command);
}
const release = (number: number, lines = [a, b]) =>
  new RouteReleaseHandler(runner, new ShippingHolds(runner)).execute(
    new RouteReleaseCommand(
      'ord_1',
      number,
      lines,
      shipTo,
      'cc_north',
      context(`release ${number}`),
    ),
  );
const stop = (what: string, answerRequired = true) =>
  new StopShipmentsHandler(runner).execute(
    new StopShipmentsCommand('ord_1', 'changed mind', answerRequired, context(what)),
  );
const report = async (shipmentId: string, told: VendorCommand, by?: string) => {
  const { length } = await store.readStream(`shipment-${shipmentId}`);
  return new HandleShipmentHandler(runner).execute(
    new HandleShipmentCommand(shipmentId, told, by, length - 1, context(`${shipmentId} ${length}`)),
  );
};

/** What the other services are told, each message as its contract wants it. */
async function published() {
  const { events } = await store.readAll({ after: 0, maxCount: 100 });
  return events.flatMap((event) => {
    const message = fulfilmentPublisher.translate(event);
    if (!message) return [];
    const validate = ajv.compile({ ...MESSAGE_TYPES.get(message.type)!.schema, $id: undefined });
    expect([message.type, validate(message.data), validate.errors]).toEqual([
      message.type,
      true,
      null,
    ]);
    const { vendor_id, lines } = message.data as {
      vendor_id: string;
      lines?: { line_id: string }[];
    };
    const name = message.type.split('.')[2];
    return [[name, vendor_id, lines?.map((line) => line.line_id).join()]];
  });
}

describe('the shipments of an order', () => {
  it('are requested once, one per vendor, however often the release is told', async () => {
    await vendor('ven_a', ['A']);
    await vendor('ven_b', ['B']);
    await release(1);
    await release(1);
    runner = new CommandRunner(store);
    await release(1);
    expect(await published()).toEqual([
      ['shipment-requested', 'ven_a', 'l1'],
      ['shipment-requested', 'ven_b', 'l2'],
    ]);
  });

  it('are rejected as a whole when a line has no vendor, and routed when it has one', async () => {
    await vendor('ven_a', ['A']);
    await release(1);
    await vendor('ven_b', ['B']);
    await release(2);
    expect(await published()).toEqual([
      ['shipment-rejected', '', undefined],
      ['shipment-requested', 'ven_a', 'l1'],
      ['shipment-requested', 'ven_b', 'l2'],
    ]);
  });

  it('are requested again only for what was rejected', async () => {
    await vendor('ven_a', ['A']);
    await vendor('ven_b', ['B']);
    await release(1);
    await report(shipmentOf(1, 'ven_b'), { type: 'reject', reason: 'none left' });
    await release(2);
    await stop('cancel');
    expect((await published()).slice(2)).toEqual([
      ['shipment-rejected', 'ven_b', undefined],
      ['shipment-requested', 'ven_b', 'l2'],
      ['shipment-cancelled', 'ven_a', 'l1'],
      ['shipment-cancelled', 'ven_b', 'l2'],
    ]);
  });

  it('each answer a cancellation: stopped, or too late', async () => {
    await vendor('ven_a', ['A']);
    await vendor('ven_b', ['B']);
    await release(1);
    await report(shipmentOf(1, 'ven_a'), { type: 'accept' });
    await report(shipmentOf(1, 'ven_a'), { type: 'pack' });
    await stop('cancel');
    await stop('cancel');
    expect((await published()).slice(3)).toEqual([
      ['shipment-cancellation-refused', 'ven_a', undefined],
      ['shipment-cancelled', 'ven_b', 'l2'],
    ]);
  });

  it('answer a cancellation also when there is no vendor, or it has rejected', async () => {
    await release(1);
    await stop('cancel');
    expect((await published()).slice(1)).toEqual([['shipment-cancelled', '', 'l1,l2']]);
  });

  it('are stopped in silence where the order is cancelled already', async () => {
    await vendor('ven_a', ['A', 'B']);
    await release(1);
    await report(shipmentOf(1, 'ven_a'), { type: 'accept' });
    await report(shipmentOf(1, 'ven_a'), { type: 'pack' });
    await stop('cancelled', false);
    expect((await published()).slice(2)).toEqual([]);
  });

  it('have packages that the others can tell apart, whatever vendors call them', async () => {
    await vendor('ven_a', ['A']);
    await vendor('ven_b', ['B']);
    await release(1);
    for (const shipmentId of [shipmentOf(1, 'ven_a'), shipmentOf(1, 'ven_b')]) {
      await report(shipmentId, { type: 'accept' });
      const tracking = { carrier: 'UPS', number: '1Z' };
      const shippedAt = '2026-11-22T09:30:00.000Z';
      await report(shipmentId, {
        type: 'ship-package',
        packageId: '1',
        lines: null,
        tracking,
        shippedAt,
      });
    }
    const { events } = await store.readAll({ after: 0, maxCount: 100 });
    const told = events.flatMap((event) => fulfilmentPublisher.translate(event) ?? []);
    const packageIds = told.flatMap(({ data }) => ('package_id' in data ? [data.package_id] : []));
    expect(new Set(packageIds).size).toBe(2);
  });

  it('are held from the start while their customer owes too much, and let go afterwards', async () => {
    await vendor('ven_a', ['A', 'B']);
    const say = (because: string | null, sequence: number) =>
      runner.execute(
        SHIPPING_HOLD,
        'cus_1',
        { customerId: 'cus_1', because, sequence },
        context(`hold ${sequence}`),
      );
    await say('count', 4);
    await release(1);
    await release(1);
    const accepting = report(shipmentOf(1, 'ven_a'), { type: 'accept' });
    await expect(accepting).rejects.toMatchObject({ code: 'shipment-held' });
    await say(null, 9);
    const holds = new ShippingHolds(runner);
    await holds.apply('cus_1', [shipmentOf(1, 'ven_a')], context('apply'));
    await say('count', 4);
    await holds.apply('cus_1', [shipmentOf(1, 'ven_a')], context('apply late'));
    await report(shipmentOf(1, 'ven_a'), { type: 'accept' });
    expect(await published()).toEqual([
      ['shipment-requested', 'ven_a', 'l1,l2'],
      ['shipment-held', 'ven_a', undefined],
      ['shipment-hold-lifted', 'ven_a', undefined],
      ['shipment-accepted', 'ven_a', undefined],
    ]);
  });

  it("are nobody's business but their vendor's", async () => {
    await vendor('ven_a', ['A', 'B']);
    await release(1);
    const asOther = report(shipmentOf(1, 'ven_a'), { type: 'accept' }, 'ven_b');
    await expect(asOther).rejects.toMatchObject({ code: 'shipment-not-found' });
    await report(shipmentOf(1, 'ven_a'), { type: 'accept' }, 'ven_a');
  });
});
