import { HttpCode, type INestApplication, RequestMethod, type Type } from '@nestjs/common';
import { HTTP_CODE_METADATA, ROUTE_ARGS_METADATA } from '@nestjs/common/constants';
import { ModulesContainer } from '@nestjs/core';
import { RouteConfig } from '@nestjs/platform-fastify';
import { compileDto, type DtoValidator } from './dto-validator';
import { documentRoute } from './openapi/document-route';
import {
  NO_IDEMPOTENCY_KEY_METADATA,
  PUBLIC_METADATA,
  readsOf,
  ROLES_METADATA,
  type RouteRules,
} from './route-rules';
import type { Role } from './principal';

const METHOD_METADATA = 'method';
/** Keys of Nest's parameter metadata are `<kind>:<index>`. */
const BODY_PARAMETER = 3;
const QUERY_PARAMETER = 4;

class NothingExpected {}

interface Parameter {
  readonly index: number;
  readonly data?: unknown;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    rules?: RouteRules;
  }
}

/**
 * Reads what every controller's decorators say and puts it, compiled, into the Fastify config of its
 * route, where the hooks of the edge find it without a look-up. To be called before the routes are made.
 */
export function prepareRoutes(app: INestApplication): void {
  for (const controller of controllersOf(app)) {
    for (const [name, method] of routesOf(controller)) {
      const rules = rulesOf(controller, name, method);
      const descriptor: PropertyDescriptor = { value: method };
      documentRoute(controller, name, method, rules);
      // Not 201 for every POST, as Nest has it: what creates something answers a Reply that says so.
      if (!Reflect.hasMetadata(HTTP_CODE_METADATA, method)) {
        HttpCode(200)(controller.prototype as object, name, descriptor);
      }
      RouteConfig({ rules })(controller.prototype as object, name, descriptor);
    }
  }
}

/** Throws, naming them, when routes do not say who may call them. */
export function assertEveryRouteDeclaresRoles(app: INestApplication): void {
  const silent = controllersOf(app).flatMap((controller) =>
    routesOf(controller)
      .filter(
        ([, method]) => !isPublic(controller, method) && rolesOf(controller, method) === undefined,
      )
      .map(([name]) => `${controller.name}.${name}`),
  );
  if (silent.length > 0) {
    throw new Error(
      `Every route says who may call it, with @Roles or @Public: ${silent.join(', ')}`,
    );
  }
}

function controllersOf(app: INestApplication): Type<unknown>[] {
  const modules = [...app.get(ModulesContainer).values()];
  const found = modules.flatMap((module) =>
    [...module.controllers.values()].map(({ metatype }) => metatype),
  );
  return [...new Set(found)].filter(
    (metatype): metatype is Type<unknown> => typeof metatype === 'function',
  );
}

function routesOf(controller: Type<unknown>): [string, object][] {
  const routes = new Map<string, object>();
  for (
    let at = controller.prototype as object | null;
    at !== null && at !== Object.prototype;
    at = Object.getPrototypeOf(at) as object | null
  ) {
    for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(at))) {
      const method: unknown = value;
      if (typeof method !== 'function' || routes.has(name)) continue;
      if (Reflect.hasMetadata(METHOD_METADATA, method)) routes.set(name, method);
    }
  }
  return [...routes];
}

function rulesOf(controller: Type<unknown>, name: string, method: object): RouteRules {
  const roles = isPublic(controller, method) ? undefined : new Set(rolesOf(controller, method));
  const changes = Reflect.getMetadata(METHOD_METADATA, method) === RequestMethod.POST;
  const optedOut = Reflect.getMetadata(NO_IDEMPOTENCY_KEY_METADATA, method) === true;
  return {
    path: '',
    roles,
    needsIdempotencyKey: changes && !optedOut && roles !== undefined,
    reads: readsOf(method),
    validateBody: validatorOf(controller, name, BODY_PARAMETER),
    validateQuery: validatorOf(controller, name, QUERY_PARAMETER),
  };
}

function isPublic(controller: Type<unknown>, method: object): boolean {
  return (
    (Reflect.getMetadata(PUBLIC_METADATA, method) ??
      Reflect.getMetadata(PUBLIC_METADATA, controller)) === true
  );
}

function rolesOf(controller: Type<unknown>, method: object): readonly Role[] | undefined {
  return (Reflect.getMetadata(ROLES_METADATA, method) ??
    Reflect.getMetadata(ROLES_METADATA, controller)) as readonly Role[] | undefined;
}

/** The validator of a handler's body or query; undefined when the handler takes it as it comes. */
function validatorOf(
  controller: Type<unknown>,
  name: string,
  kind: number,
): DtoValidator | undefined {
  const parameters = (Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, name) ?? {}) as Record<
    string,
    Parameter
  >;
  const source = kind === BODY_PARAMETER ? 'body' : 'query';
  const found = Object.entries(parameters).filter(([key]) => key.startsWith(`${kind}:`));
  const [first] = found;
  if (first === undefined) return compileDto(NothingExpected, source);
  const { index, data } = first[1];
  if (data !== undefined || found.length > 1) {
    throw new Error(`${controller.name}.${name}: take the whole ${source} as one declared class`);
  }
  const types = Reflect.getMetadata(
    'design:paramtypes',
    controller.prototype as object,
    name,
  ) as unknown[];
  const dto = types[index];
  return dto === Object || dto === String || dto === Buffer
    ? undefined
    : compileDto(dto as Type<unknown>, source);
}
