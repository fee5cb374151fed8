import { applyDecorators, type Type, UseFilters } from '@nestjs/common';
import { EventPattern } from '@nestjs/microservices';
import { OriginalCauseFilter } from './transport/original-cause.filter';

const HANDLED = 'continuo:handled';

/** A message type that a consumer group handles. */
export interface Handled {
  readonly type: string;
  readonly group: string;
}

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
    const handled = handledBy(target.constructor as Type);
    Reflect.defineMetadata(HANDLED, [...handled, { type, group }], target.constructor);
  };
}

/** What a controller handles, as its marks say. */
export function handledBy(controller: Type): readonly Handled[] {
  return (Reflect.getOwnMetadata(HANDLED, controller) as readonly Handled[] | undefined) ?? [];
}
