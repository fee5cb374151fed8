import type { DisputeGateway, RepresentRequest } from '../../application/dispute-gateway';
import type { GatewayAnswer } from '../../domain/payment/answer';

/**
 * Takes evidence as a card network's portal would: `dp_sim_closed...` is not listened to any more,
 * `dp_sim_silent...` answers only when the same evidence comes a second time.
 */
export class SimulatorDisputes implements DisputeGateway {
  private readonly heard = new Set<string>();

  represent({ idempotencyKey, reference }: RepresentRequest): Promise<GatewayAnswer> {
    const again = this.heard.has(idempotencyKey);
    this.heard.add(idempotencyKey);
    if (reference.startsWith('dp_sim_closed')) {
      const message = 'The network takes no more evidence.';
      return Promise.resolve({
        kind: 'declined',
        decline: 'hard',
        code: 'dispute_closed',
        message,
      });
    }
    if (reference.startsWith('dp_sim_silent') && !again) {
      return Promise.resolve({ kind: 'unknown', cause: 'timeout' });
    }
    const accepted = `sim_${idempotencyKey}`;
    return Promise.resolve({
      kind: 'succeeded',
      reference: accepted,
      networkTransactionId: null,
    });
  }
}
