import {
  BaseRpcContext,
  type CustomTransportStrategy,
  type MessageHandler,
  Server,
} from '@nestjs/microservices';
import { isObservable, lastValueFrom } from 'rxjs';
import type { IntegrationMessage } from '../message';
import type { Handler, Messaging } from '../messaging';

export const CONTINUO_TRANSPORT = Symbol('continuo');

/**
 * Nest's microservice handlers over {@link Messaging}:
 * `app.connectMicroservice({ strategy: new ContinuoTransport(messaging) })`.
 */
export class ContinuoTransport extends Server implements CustomTransportStrategy {
  override readonly transportId = CONTINUO_TRANSPORT;
  override readonly propagatesEventHandlerErrors = true;
  private readonly handlers: Handler[] = [];
  private readonly names = new Map<string, string>();

  constructor(private readonly messaging: Messaging) {
    super();
  }

  /** Nest would chain the handlers of one message type to one call; here each group has its own. */
  override addHandler(
    pattern: unknown,
    callback: MessageHandler,
    isEventHandler = false,
    extras: Record<string, unknown> = {},
  ): void {
    const type = String(pattern);
    const { group, handler = type } = extras;
    if (!isEventHandler || typeof group !== 'string') {
      throw new Error(`the handler of ${type} has no consumer group: use @OnMessage(type, group)`);
    }
    const key = `${type} in group ${group}`;
    const taken = this.names.get(key);
    if (taken) throw new Error(`${key} is handled by both ${taken} and ${String(handler)}`);
    this.names.set(key, String(handler));
    this.handlers.push({ group, type, handle: (message) => settle(callback, message) });
  }

  listen(callback: (error?: unknown) => void): void {
    this.messaging.start(this.handlers).then(() => callback(), callback);
  }

  close(): Promise<void> {
    return this.messaging.stop();
  }

  override on(): never {
    throw new Error('this transport has no events');
  }

  override unwrap<T>(): T {
    return this.messaging as T;
  }
}

/** Waits for everything a handler answers; a stream that fails is a handler that failed. */
async function settle(callback: MessageHandler, message: IntegrationMessage): Promise<void> {
  const answer: unknown = await callback(message, new BaseRpcContext([message]));
  if (isObservable(answer)) await lastValueFrom(answer, { defaultValue: undefined });
}
