import { instantFromMs } from '@continuo/kernel/instant';
import type { GatewayNotice, NoticeReader } from '../../application/ports';
import { signedEvent, webhookMalformed, webhookOfOtherMode } from '../webhook-signature';
import type { simulatorEvent } from './simulator-webhooks';

type SimulatorObject = ReturnType<typeof simulatorEvent>['data']['object'] & {
  readonly dispute_id?: string;
  readonly status?: 'open' | 'won' | 'lost';
  readonly reason?: string;
};

/** Webhooks of the simulator: signed, and read, as those of a real processor. */
export class SimulatorNotices implements NoticeReader {
  readonly kind = 'simulator';

  constructor(private readonly webhookSecrets: readonly string[]) {}

  read(raw: Buffer, signature: string | undefined): Promise<GatewayNotice> {
    const event = signedEvent(raw, signature, this.webhookSecrets);
    const told = event.data?.object as unknown as SimulatorObject | undefined;
    if (typeof event.id !== 'string' || typeof event.type !== 'string' || !told)
      throw webhookMalformed();
    if (event.livemode) throw webhookOfOtherMode(true);
    const { dispute_id: disputeId, status = 'open', reason = '' } = told;
    return Promise.resolve({
      gatewayId: event.id,
      kind: event.type,
      occurredAt: instantFromMs(event.created * 1_000),
      concernsPayment: true,
      paymentId: told.payment_id ?? null,
      dispute: disputeId
        ? {
            reference: disputeId,
            status,
            on: told.id,
            amountMinor: told.amount_minor,
            currency: told.currency,
            network: 'other',
            reason,
            descriptor: null,
            evidenceDueAt: null,
          }
        : null,
    });
  }
}
