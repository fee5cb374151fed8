import type { EventStore } from '@continuo/event-store/event-store';
import type { PaymentGateway } from '../application/ports';
import type { LookupAnswer } from '../domain/payment/answer';

/** Where a process ends: just before, or just after, one of the calls of its ports. */
export interface Death {
  readonly call: number;
  readonly when: 'before' | 'after';
}

export type GatewayFault =
  /** Carried out, and the answer is lost. */
  | 'lost-answer'
  /** It never arrived, and nobody says so. */
  | 'not-arrived'
  | '5xx'
  /** It arrives and is answered twice. */
  | 'twice';

/** What goes wrong with the n-th call of the gateway; nothing where it is undefined. */
export type Faults = (call: number) => GatewayFault | undefined;

/** A promise of its own each time: one for all would keep everything that ever waited for it. */
const forever = () => new Promise<never>(() => undefined);
const MOVING: ReadonlySet<string> = new Set([
  'authorise',
  'raise',
  'charge',
  'capture',
  'refund',
  'release',
]);

/**
 * The ports of a process that ends like one that is killed: from its death on nothing that it began
 * goes on, no call of it has an effect, and what it waited for never comes.
 */
export class Mortal {
  readonly died: Promise<void>;
  /** Calls of ports so far, by name. */
  readonly calls: string[] = [];
  private dead = false;
  private tell: () => void = () => undefined;

  constructor(private readonly death?: Death) {
    this.died = new Promise((resolve) => (this.tell = resolve));
  }

  get isDead(): boolean {
    return this.dead;
  }

  die(): void {
    this.dead = true;
    this.tell();
  }

  /** The record as this process reaches it. */
  record(store: Pick<EventStore, 'append'>): EventStore {
    return new Proxy(store, {
      get: (target, name) => {
        const member: unknown = Reflect.get(target, name);
        if (typeof member !== 'function') return member;
        const call = (...given: unknown[]): unknown => Reflect.apply(member, target, given);
        if (name === 'append')
          return (...given: unknown[]) => this.mark('append', () => call(...given));
        return (...given: unknown[]) => (this.dead ? forever() : this.deliver(call(...given)));
      },
    }) as EventStore;
  }

  /** The gateway as this process reaches it. */
  gateway(gateway: PaymentGateway, faults: Faults = () => undefined): PaymentGateway {
    let sent = 0;
    return new Proxy(gateway, {
      get: (target, name) => {
        const member = Reflect.get(target, name) as (request: object) => Promise<LookupAnswer>;
        if (typeof member !== 'function' || name === 'knows' || name === 'isForTests')
          return member.bind(target);
        const call = (request: object) => member.call(target, request);
        return (request: object) =>
          this.mark(String(name), () => {
            sent += 1;
            const moves = MOVING.has(String(name));
            return withFault(faults(sent), moves, () => call(request));
          });
      },
    });
  }

  /** Does one call, unless it is dead by then; dies before or after the one that it is to die of. */
  private async mark<T>(name: string, call: () => Promise<T> | T): Promise<T> {
    if (this.dead) return forever();
    const number = this.calls.push(name);
    const last = this.death?.call === number ? this.death.when : undefined;
    if (last === 'before') {
      this.die();
      return forever();
    }
    const done = Promise.resolve(call());
    if (last === 'after') {
      await done.catch(() => undefined);
      this.die();
    }
    return this.deliver(done);
  }

  private async deliver<T>(answer: T | Promise<T>): Promise<T> {
    try {
      const arrived = await answer;
      return this.dead ? await forever() : arrived;
    } catch (error) {
      if (this.dead) return forever();
      throw error;
    }
  }
}

async function withFault(
  fault: GatewayFault | undefined,
  moves: boolean,
  call: () => Promise<LookupAnswer>,
): Promise<LookupAnswer> {
  switch (fault) {
    case 'lost-answer':
      await call();
      return { kind: 'unknown', cause: 'timeout' };
    case 'not-arrived':
      return { kind: 'unknown', cause: 'timeout' };
    case '5xx':
      return { kind: 'unknown', cause: 'HTTP 500' };
    case 'twice':
      if (moves) await call();
      return call();
    default:
      return call();
  }
}
