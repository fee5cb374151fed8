import type { Evidence } from '../domain/dispute/events';
import type { GatewayAnswer } from '../domain/payment/answer';

export interface RepresentRequest {
  /** The same key is the same submission, however often it is sent. */
  readonly idempotencyKey: string;
  /** The gateway's name for the dispute. */
  readonly reference: string;
  /** The payment it belongs to. */
  readonly paymentReference: string;
  readonly evidence: Evidence;
}

/** Who passes evidence on to the card network. A timeout or a 5xx is answered as `unknown`. */
export interface DisputeGateway {
  represent(request: RepresentRequest): Promise<GatewayAnswer>;
}

/** By processor account; injection token of the map. */
export type DisputeGateways = ReadonlyMap<string, DisputeGateway>;
export const DISPUTE_GATEWAYS = Symbol('DisputeGateways');
