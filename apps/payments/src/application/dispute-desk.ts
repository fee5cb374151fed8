import { CommandRunner } from '@continuo/event-store/command-runner';
import type { CommandContext } from '@continuo/kernel/command-context';
import { deriveUuid } from '@continuo/kernel/ids';
import { Inject, Injectable } from '@nestjs/common';
import type { OpenedDispute } from '../domain/dispute/decider';
import { withDossier } from '../domain/dispute/dossier';
import type { Evidence } from '../domain/dispute/events';
import type { GatewayAnswer } from '../domain/payment/answer';
import { chargesOn } from '../domain/payment/left';
import { totalsOf } from '../domain/payment/summary';
import { DISPUTE, SALE_PROOF } from './aggregates';
import { DISPUTE_GATEWAYS, type DisputeGateways } from './dispute-gateway';
import { findDispute } from './find-dispute';
import { findPayment } from './find-payment';

/** Assembles what speaks for a charge and sends it, under one key however often. */
@Injectable()
export class DisputeDesk {
  constructor(
    private readonly runner: CommandRunner,
    @Inject(DISPUTE_GATEWAYS) private readonly gateways: DisputeGateways,
  ) {}

  /** What payments knows by itself, and what was filed. */
  async assemble({ paymentId, orderId, filed }: OpenedDispute): Promise<Evidence> {
    const { state: payment } = await findPayment(this.runner, paymentId);
    const { state: proof } = await this.runner.load(SALE_PROOF, orderId);
    const { capturedMinor, refundedMinor } = totalsOf(payment);
    const { currency, sale } = payment.order;
    const { callId, agentId } = sale;
    const packages = Object.values(proof);
    const sold = { orderId, callId, agentId };
    return withDossier({ ...sold, capturedMinor, refundedMinor, currency, packages, filed });
  }

  /** Sends recorded evidence that was not confirmed yet. */
  async submit(disputeId: string, context: CommandContext): Promise<void> {
    const { dispute, revision } = await findDispute(this.runner, disputeId);
    const { submission, reference, paymentId, on } = dispute;
    if (submission?.status !== 'sent') return;
    const { idempotencyKey, evidence } = submission;
    const paymentReference = paymentId;
    const { state: payment } = await findPayment(this.runner, paymentId);
    const account = chargesOn(payment, on)[0]?.account ?? payment.account;
    let answer: GatewayAnswer;
    try {
      const request = { idempotencyKey, reference, paymentReference, evidence };
      const gateway = this.gateways.get(account);
      if (!gateway) throw new Error(`processor account ${account} is not configured`);
      answer = await gateway.represent(request);
    } catch (error) {
      answer = { kind: 'unknown', cause: error instanceof Error ? error.message : String(error) };
    }
    const { now } = context;
    const command = { type: 'record-submission', disputeId, answer, now } as const;
    const commandId = deriveUuid('record-submission', disputeId, revision);
    await this.runner.execute(DISPUTE, disputeId, command, { ...context, commandId });
  }
}
