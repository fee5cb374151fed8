import { CommandRunner, type Folded } from '@continuo/event-store/command-runner';
import { CLOCK, type Clock } from '@continuo/kernel/clock';
import { Inject } from '@nestjs/common';
import { CommandHandler } from '@nestjs/cqrs';
import { linkEnded } from '../../domain/payment-link/errors';
import type { PaymentLinkState } from '../../domain/payment-link/state';
import { paymentLinkAggregate } from '../aggregates';
import { LinkDesk, payerContext } from '../payment-link/link-desk';
import { LinkWait } from '../payment-link/link-wait';
import { SalesDesk } from '../selling/sales-desk';
import { PassOn } from './pass-on';
import { PayByLink } from './pay-by-link.command';

@CommandHandler(PayByLink)
export class PayByLinkHandler {
  constructor(
    private readonly runner: CommandRunner,
    private readonly links: LinkDesk,
    private readonly desk: SalesDesk,
    private readonly passOn: PassOn,
    private readonly wait: LinkWait,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** The token is recorded before the order hears of it; whoever finds it there may pass it on. */
  async execute(command: PayByLink): Promise<Folded<PaymentLinkState>> {
    const { secret, token, trace, waitMs } = command;
    const { state: link } = await this.links.forPayer(secret, trace);
    const id = link.paymentLinkId;
    if (link.status === 'open' && !link.tokens.includes(token))
      await this.desk.requireKnownToken(token, link.customerId, '/token');
    const taken = await this.runner.execute(
      paymentLinkAggregate,
      id,
      { kind: 'take-token', token, now: this.clock.now() },
      payerContext(link, `take ${token}`, trace, this.clock.now()),
    );
    const passedOn = await this.passOn.carryOn(taken, trace);
    if (passedOn.state.status === 'closed')
      throw linkEnded(passedOn.state.status, passedOn.state.endedFor);
    return passedOn.state.status === 'paying' ? this.wait.forNews(id, passedOn, waitMs) : passedOn;
  }
}
