import { CommandRunner } from '@continuo/event-store/command-runner';
import type { CommandContext } from '@continuo/kernel/command-context';
import type { Waker } from '@continuo/service/service';
import { Injectable } from '@nestjs/common';
import { PAYMENT } from '../../application/aggregates';
import { GatewayDesk } from '../../application/gateway-desk';
import { openAttempt } from '../../domain/payment/state';

/** A payment is due: its open attempt is asked about, its retry or next instalment is tried. */
@Injectable()
export class PaymentWaker implements Waker {
  readonly category = PAYMENT.category;
  readonly maxInFlight = 64;

  constructor(
    private readonly desk: GatewayDesk,
    private readonly runner: CommandRunner,
  ) {}

  async wake(paymentId: string, context: CommandContext): Promise<void> {
    const underWay = this.desk.underWay(paymentId);
    if (underWay) return underWay;
    const { state } = await this.runner.load(PAYMENT, paymentId);
    if (state.status === 'none') return;
    if (openAttempt(state)) return this.desk.ask(paymentId, context);
    const { now } = context;
    await this.desk.execute(paymentId, { type: 'proceed', paymentId, now }, context);
  }
}
