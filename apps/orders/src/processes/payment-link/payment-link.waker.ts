import { CommandRunner } from '@continuo/event-store/command-runner';
import type { CommandContext } from '@continuo/kernel/command-context';
import type { Waker } from '@continuo/service/service';
import { Injectable } from '@nestjs/common';
import { paymentLinkAggregate } from '../../application/aggregates';
import { PassOn } from '../../application/pay-by-link/pass-on';

/** Ends a link whose time is up; passes a token on whose process died after it was taken. */
@Injectable()
export class PaymentLinkWaker implements Waker {
  readonly category = paymentLinkAggregate.category;

  constructor(
    private readonly runner: CommandRunner,
    private readonly passOn: PassOn,
  ) {}

  async wake(paymentLinkId: string, context: CommandContext): Promise<void> {
    const found = await this.runner.load(paymentLinkAggregate, paymentLinkId);
    if (found.state.status === 'open') {
      const command = { kind: 'expire', now: context.now } as const;
      await this.runner.execute(paymentLinkAggregate, paymentLinkId, command, context);
    } else await this.passOn.carryOn(found, context);
  }
}
