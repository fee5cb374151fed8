import { SERVICES } from '../services';
import { routesOf } from './routes';

describe('the routes of the edge', () => {
  const routes = routesOf(SERVICES);

  it.each([
    ['/v1/orders', 'orders'],
    ['/v1/screen-pop', 'orders'],
    ['/v1/customers', 'orders'],
    ['/v1/subscriptions', 'subscriptions'],
    ['/v1/plans', 'subscriptions'],
    ['/v1/payments', 'payments'],
    ['/v1/ledger', 'payments'],
    ['/v1/shipment-requests', 'fulfilment'],
    ['/v1/commission-statements', 'commissions'],
    ['/v1/parked-messages/payments', 'payments'],
    ['/v1/parked-messages/relay.payments', 'payments'],
    ['/v1/parked-messages', 'orders'],
  ])('lead %s to %s', (path, service) => {
    expect(routes.get(path)).toBe(service);
  });

  it('leave nothing to consumers, which have no path', () => {
    expect([...routes.keys()].every((path) => path.startsWith('/v1/'))).toBe(true);
  });
});
