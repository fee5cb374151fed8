import { setTimeout as wait } from 'node:timers/promises';
import type {
  DebitRequest,
  FollowUpRequest,
  LookupRequest,
  PaymentGateway,
  TokenKnowledge,
} from '../../application/ports';
import type { GatewayAnswer, LookupAnswer } from '../../domain/payment/answer';
import type { AttemptKind } from '../../domain/payment/facts';
import type { SimulatorBooks } from './books';
import { FileBooks } from './file-books';
import type { SimulatorWebhooks } from './simulator-webhooks';
import { behaviourOf, isCardOfSomebody, TOKEN_PREFIX } from './tokens';

/** Latency of `pm_sim_slow`. */
const SLOW_MS = 120;

export interface SimulatorOptions {
  /** Folder in which it keeps its books. */
  readonly dataDir: string;
  /** Latency of every call; 0 by default. */
  readonly latencyMs?: number;
  /** The books can be written no more. */
  readonly onStopped?: (reason: Error) => void;
}

/**
 * A gateway that moves no money: stateful, deterministic by test token, idempotent by key, with
 * durable books of its own that its client cannot change otherwise.
 */
export class SimulatorGateway implements PaymentGateway {
  constructor(
    private readonly books: SimulatorBooks,
    private readonly latencyMs = 0,
    private readonly webhooks?: SimulatorWebhooks,
  ) {}

  /** With books in a file of its own. */
  static async open({ dataDir, latencyMs, onStopped }: SimulatorOptions) {
    return new SimulatorGateway(await FileBooks.open(dataDir, onStopped), latencyMs);
  }

  authorise(request: DebitRequest): Promise<GatewayAnswer> {
    return this.carryOut('authorise', request, request.initiator, null);
  }

  charge(request: DebitRequest): Promise<GatewayAnswer> {
    return this.carryOut('charge', request, request.initiator, null);
  }

  raise(request: FollowUpRequest): Promise<GatewayAnswer> {
    return this.carryOut('raise', request, null, request.on);
  }

  capture(request: FollowUpRequest): Promise<GatewayAnswer> {
    return this.carryOut('capture', request, null, request.on);
  }

  refund(request: FollowUpRequest): Promise<GatewayAnswer> {
    return this.carryOut('refund', request, null, request.on);
  }

  release(request: FollowUpRequest): Promise<GatewayAnswer> {
    return this.carryOut('release', request, null, request.on);
  }

  knows(token: string): Promise<TokenKnowledge> {
    const behaviour = behaviourOf(token, { kind: 'authorise', initiator: 'moto' });
    if (behaviour === undefined) return Promise.resolve('unknown');
    return Promise.resolve(behaviour === 'foreign' ? 'foreign' : 'known');
  }

  isForTests(token: string): boolean {
    return token.startsWith(TOKEN_PREFIX) && !isCardOfSomebody(token);
  }

  lookup({ idempotencyKey }: Pick<LookupRequest, 'idempotencyKey'>): Promise<LookupAnswer> {
    return this.books.lookUp(idempotencyKey);
  }

  /** Ends after what was accepted is in the books. */
  async close(): Promise<void> {
    await this.webhooks?.close();
    await this.books.close();
  }

  private async carryOut(
    kind: AttemptKind,
    request: DebitRequest | FollowUpRequest,
    initiator: string | null,
    on: string | null,
  ): Promise<GatewayAnswer> {
    const { idempotencyKey, paymentReference, amountMinor, currency, token } = request;
    const slow = behaviourOf(token, { kind, initiator }) === 'slow';
    const latencyMs = this.latencyMs + (slow ? SLOW_MS : 0);
    if (latencyMs > 0) await wait(latencyMs);
    const { entry, answer } = await this.books.carryOut({
      kind,
      idempotencyKey,
      paymentReference,
      amountMinor,
      currency,
      token,
      initiator,
      on,
    });
    if (entry.status !== 'not-booked') await this.webhooks?.tell(entry);
    return answer;
  }
}
