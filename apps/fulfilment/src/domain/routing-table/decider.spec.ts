import { given } from '@continuo/testing/decider';
import { routingTableDecider } from './decider';
import type { RoutingTableEvent, Vendor } from './events';

const vendor: Vendor = {
  vendorId: 'ven_a',
  name: 'A',
  skus: ['A', 'B'],
  servesAll: false,
  priority: 10,
};
const registered: RoutingTableEvent = { type: 'vendor.registered.v1', data: vendor };
const table = (events: RoutingTableEvent[]) => given(routingTableDecider, events);

describe('routing table', () => {
  it('registers a vendor, its SKUs each once and in order', () => {
    table([])
      .when({ type: 'register-vendor', vendor: { ...vendor, skus: ['B', 'A', 'B'] } })
      .then([registered]);
  });

  it('ignores the same registration again', () => {
    table([registered]).when({ type: 'register-vendor', vendor }).thenNothing();
  });

  it('refuses another registration under the same id', () => {
    table([registered])
      .when({ type: 'register-vendor', vendor: { ...vendor, name: 'Z' } })
      .thenFails('vendor-exists', { vendor_id: 'ven_a' });
  });

  it('changes a routing, with from and to', () => {
    const { vendorId, name: _, ...from } = vendor;
    const to = { skus: [], servesAll: true, priority: 5 };
    const changed: RoutingTableEvent = {
      type: 'vendor.routing-changed.v1',
      data: { vendorId, from, to },
    };
    const { state } = table([registered])
      .when({ type: 'change-routing', vendorId, routing: to })
      .then([changed]);
    expect(state.vendors.get('ven_a')).toEqual({ ...vendor, ...to });
    table([registered, changed])
      .when({ type: 'change-routing', vendorId, routing: to })
      .thenNothing();
  });

  it('knows no vendor by the name of something else', () => {
    table([registered])
      .when({ type: 'change-routing', vendorId: 'constructor', routing: vendor })
      .thenFails('vendor-not-found');
  });
});
