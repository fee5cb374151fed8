import type { AsOf, CommandRunner, Folded } from '@continuo/event-store/command-runner';
import { paymentNotFound } from '../domain/payment/errors';
import type { OpenPayment } from '../domain/payment/state';
import { PAYMENT } from './aggregates';

/**
 * A payment from its stream. To a call centre the payment of another one's sale does not exist.
 * Throws `payment-not-found`.
 */
export async function findPayment(
  runner: CommandRunner,
  paymentId: string,
  callCentreId?: string,
  asOf?: AsOf,
): Promise<Folded<OpenPayment>> {
  const { state, revision } = await runner.load(PAYMENT, paymentId, asOf);
  if (state.status === 'none') throw paymentNotFound(paymentId);
  const soldBy = state.order.sale.callCentreId;
  if (callCentreId !== undefined && soldBy !== callCentreId) throw paymentNotFound(paymentId);
  return { state, revision };
}
