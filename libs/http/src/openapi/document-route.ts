import type { Type } from '@nestjs/common';
import { ApiBearerAuth, ApiExtension, ApiHeader } from '@nestjs/swagger';
import type { RouteRules } from '../route-rules';

const DOCUMENTED = 'continuo:documented';

/** Of routes that a customer may use through an integration. */
const CUSTOMER_HEADERS = [
  ApiHeader({
    name: 'Continuo-Customer-Id',
    required: false,
    description:
      'The customer who acts for themself, through the key of an integration: only what is theirs exists then.',
    example: 'cus_51ab',
  }),
  ApiHeader({
    name: 'Continuo-Channel',
    required: false,
    description: 'How that customer acts: self-service unless given; ivr needs Continuo-Call-Id.',
    schema: { type: 'string', enum: ['self-service', 'ivr'] },
  }),
];

/** Writes what the edge checks for a route into its documentation, so that nobody has to say it twice. */
export function documentRoute(
  controller: Type<unknown>,
  name: string,
  method: object,
  rules: RouteRules,
): void {
  if (Reflect.hasOwnMetadata(DOCUMENTED, method)) return;
  Reflect.defineMetadata(DOCUMENTED, true, method);
  const decorators: MethodDecorator[] = [];
  if (rules.roles !== undefined) {
    decorators.push(ApiBearerAuth(), ApiExtension('x-roles', [...rules.roles, 'admin']));
  }
  if (rules.needsIdempotencyKey) {
    decorators.push(
      ApiHeader({
        name: 'Idempotency-Key',
        required: true,
        description: 'Names this request: the same key again answers the first response again.',
        example: '6f1d9c1e-4a55-4d7a-9d0e-2f6f4f1f7b11',
        schema: { type: 'string', minLength: 1, maxLength: 255 },
      }),
    );
  }
  if (rules.roles?.has('customer')) decorators.push(...CUSTOMER_HEADERS);
  const descriptor: PropertyDescriptor = { value: method };
  for (const decorate of decorators) decorate(controller.prototype as object, name, descriptor);
}
