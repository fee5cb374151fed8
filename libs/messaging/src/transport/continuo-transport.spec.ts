import { Controller, Injectable, Module } from '@nestjs/common';
import { type INestApplication } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { DomainError } from '@continuo/kernel/domain-error';
import { Observable, of, throwError } from 'rxjs';
import type { IntegrationMessage } from '../message';
import type { Handler, Messaging } from '../messaging';
import { OnMessage } from '../on-message';
import { ContinuoTransport } from './continuo-transport';

@Injectable()
class Heard {
  readonly log: string[] = [];
}

@Controller()
class PaymentsConsumer {
  constructor(private readonly heard: Heard) {}

  @OnMessage('order-placed', 'payments')
  async authorise(@Payload() message: IntegrationMessage): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, 5));
    this.heard.log.push(`payments ${message.id}`);
  }

  @OnMessage('order-cancelled', 'payments')
  async release(): Promise<void> {
    throw new DomainError('payment-captured', 'It was captured.');
  }
}

@Controller()
class FulfilmentConsumer {
  constructor(private readonly heard: Heard) {}

  @OnMessage('order-placed', 'fulfilment')
  route(@Payload() message: IntegrationMessage): Observable<string> {
    this.heard.log.push(`fulfilment ${message.id}`);
    return of('done');
  }

  @OnMessage('order-cancelled', 'fulfilment')
  recall(): Observable<never> {
    return throwError(() => new RangeError('no such shelf'));
  }
}

@Controller()
class SecondPaymentsConsumer {
  @OnMessage('order-placed', 'payments')
  async again(): Promise<void> {}
}

@Module({ controllers: [PaymentsConsumer, FulfilmentConsumer], providers: [Heard] })
class Shop {}

@Module({ controllers: [PaymentsConsumer, SecondPaymentsConsumer], providers: [Heard] })
class ShopWithTwo {}

function fakeMessaging() {
  const seen = { handlers: [] as readonly Handler[], stopped: false };
  const messaging: Pick<Messaging, 'start' | 'stop'> = {
    start: async (handlers) => void (seen.handlers = handlers),
    stop: async () => void (seen.stopped = true),
  };
  return { seen, messaging: messaging as Messaging };
}

async function startApp(module: typeof Shop, messaging: Messaging): Promise<INestApplication> {
  const compiled = await Test.createTestingModule({ imports: [module] }).compile();
  const app = compiled.createNestApplication(new FastifyAdapter(), { logger: false });
  app.connectMicroservice({ strategy: new ContinuoTransport(messaging) });
  await app.startAllMicroservices();
  return app;
}

describe('ContinuoTransport', () => {
  const message = { id: 'm1', type: 'order-placed', subject: 's' } as IntegrationMessage;

  it('makes one handler of each method, waits for it, and passes on what it threw', async () => {
    const { seen, messaging } = fakeMessaging();
    const app = await startApp(Shop, messaging);
    const find = (type: string, group: string) =>
      seen.handlers.find((handler) => handler.type === type && handler.group === group)!;

    expect(seen.handlers.map(({ type, group }) => `${group}: ${type}`).sort()).toEqual([
      'fulfilment: order-cancelled',
      'fulfilment: order-placed',
      'payments: order-cancelled',
      'payments: order-placed',
    ]);
    await find('order-placed', 'payments').handle(message);
    expect(app.get(Heard).log).toEqual(['payments m1']);
    await find('order-placed', 'fulfilment').handle(message);
    expect(app.get(Heard).log).toEqual(['payments m1', 'fulfilment m1']);

    await expect(find('order-cancelled', 'payments').handle(message)).rejects.toMatchObject({
      name: 'DomainError',
      code: 'payment-captured',
    });
    await expect(find('order-cancelled', 'fulfilment').handle(message)).rejects.toThrow(
      new RangeError('no such shelf'),
    );
    await app.close();
    expect(seen.stopped).toBe(true);
  });

  it('refuses two handlers of one message type in one group, naming both', async () => {
    const starting = startApp(ShopWithTwo, fakeMessaging().messaging);
    await expect(starting).rejects.toThrow(
      /PaymentsConsumer\.authorise and SecondPaymentsConsumer\.again/,
    );
  });
});
