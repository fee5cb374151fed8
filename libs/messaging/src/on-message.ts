import { applyDecorators, UseFilters } from '@nestjs/common';
import { EventPattern } from '@nestjs/microservices';
import { OriginalCauseFilter } from './transport/original-cause.filter';

/**
 * Marks a controller's method as the handler of one message type in one consumer group:
 * `@OnMessage(ORDER_PLACED.type, 'payments') authorise(@Payload() message: IntegrationMessage<OrderPlaced>)`.
 * A method that throws is tried again, then its message is parked with what it threw as the reason.
 */
export function OnMessage(type: string, group: string): MethodDecorator {
  return (target, method, descriptor) => {
    const handler = `${target.constructor.name}.${String(method)}`;
    const pattern = EventPattern<string>(type, { group, handler });
    applyDecorators(pattern, UseFilters(OriginalCauseFilter))(target, method, descriptor);
  };
}
