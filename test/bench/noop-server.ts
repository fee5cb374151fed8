import 'reflect-metadata';
import type { AddressInfo, Server } from 'node:net';
import { ACCESS_KEYS } from '@continuo/http/access-keys';
import { Public } from '@continuo/http/decorators';
import { createHttpApp } from '@continuo/http/http-app';
import { EVENT_STORE } from '@continuo/event-store/event-store';
import { CLOCK } from '@continuo/kernel/clock';
import {
  Body,
  Controller,
  HttpCode,
  Module,
  Post,
  type Type,
  ValidationPipe,
} from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { fastify } from 'fastify';
import type { NoopVariant } from './noop-client';

/**
 * A server that validates an order and does nothing with it, in one of three ways. Run as a child
 * process: `noop-server.js <variant> <module> <export>`; the export is a DTO class, or a JSON Schema.
 */
const ANSWER = { status: 'placed' };

/** Built by hand: the class of the body is not known when this is compiled. */
function controllerOf(dto: Type<unknown>): Type<unknown> {
  class NoopController {
    place(_: unknown): object {
      return ANSWER;
    }
  }
  const descriptor = Object.getOwnPropertyDescriptor(
    NoopController.prototype,
    'place',
  ) as PropertyDescriptor;
  Body()(NoopController.prototype, 'place', 0);
  Reflect.defineMetadata('design:paramtypes', [dto], NoopController.prototype, 'place');
  for (const decorate of [Post('v1/noop'), HttpCode(200), Public()]) {
    decorate(NoopController.prototype, 'place', descriptor);
  }
  Controller()(NoopController);
  return NoopController;
}

/** Our edge around a handler that does nothing. */
async function ours(dto: Type<unknown>): Promise<Server> {
  class NoopModule {}
  Module({
    controllers: [controllerOf(dto)],
    providers: [
      { provide: EVENT_STORE, useValue: { seen: () => 0 } },
      { provide: CLOCK, useValue: { now: () => '2026-11-22T09:30:00.000Z' } },
      { provide: ACCESS_KEYS, useValue: {} },
    ],
  })(NoopModule);
  const app = await createHttpApp(NoopModule, { logLevel: 'error' });
  await app.listen(0, '127.0.0.1');
  return app.getHttpServer() as Server;
}

/** Nest as it comes: Fastify, the stock ValidationPipe, the same class. */
async function stock(dto: Type<unknown>): Promise<Server> {
  class StockModule {}
  Module({ controllers: [controllerOf(dto)] })(StockModule);
  const app = await NestFactory.create<NestFastifyApplication>(StockModule, new FastifyAdapter(), {
    logger: ['error'],
  });
  app.useGlobalPipes(
    new ValidationPipe({ transform: true, whitelist: true, forbidNonWhitelisted: true }),
  );
  await app.listen(0, '127.0.0.1');
  return app.getHttpServer() as Server;
}

/** Fastify alone, with the schema compiled by its own Ajv. */
async function bare(schema: object): Promise<Server> {
  const server = fastify({
    ajv: { customOptions: { removeAdditional: false, coerceTypes: false } },
  });
  server.post('/v1/noop', { schema: { body: schema } }, (_, reply) => reply.send(ANSWER));
  await server.listen({ port: 0, host: '127.0.0.1' });
  return server.server;
}

async function main(): Promise<void> {
  const [variant, module = '', name = ''] = process.argv.slice(2) as [NoopVariant, string, string];
  const declared = ((await import(module)) as Record<string, unknown>)[name];
  const start = { ours, stock, bare }[variant];
  const server = await start(declared as Type<unknown>);
  process.send?.({ port: (server.address() as AddressInfo).port });
  process.on('message', () => process.send?.({ cpu: process.cpuUsage() }));
  process.once('disconnect', () => process.exit(0));
}

void main();
