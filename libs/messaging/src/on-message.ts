import { EventPattern } from '@nestjs/microservices';

/**
 * Marks a controller's method as the handler of one message type in one consumer group:
 * `@OnMessage(ORDER_PLACED, 'payments') authorise(@Payload() message: IntegrationMessage<OrderPlaced>)`.
 * A method that throws is tried again, then its message is parked.
 */
export function OnMessage(type: string, group: string): MethodDecorator {
  return EventPattern<string>(type, { group });
}
