import 'reflect-metadata';
import type { ServiceName } from '@continuo/contracts/message-type';
import { relayName } from '@continuo/messaging/kafka/relay';
import type { Service } from '@continuo/service/service';

/**
 * Which service answers under which path, as its own controllers say: `/v1/orders` -> orders. Parked
 * messages belong to the service whose consumer group or relay parked them; any service lists them all.
 */
export function routesOf(services: readonly Service[]): ReadonlyMap<string, ServiceName> {
  const routes = new Map<string, ServiceName>();
  for (const { name, module } of services) {
    const controllers = Reflect.getMetadata('controllers', module) as readonly object[];
    for (const controller of controllers) {
      const path = Reflect.getMetadata('path', controller) as string;
      if (path !== '/') routes.set(`/${path}`, name);
    }
    routes.set(`/v1/parked-messages/${name}`, name);
    routes.set(`/v1/parked-messages/${relayName(name)}`, name);
  }
  const [anyService] = services;
  if (anyService) routes.set('/v1/parked-messages', anyService.name);
  return routes;
}
