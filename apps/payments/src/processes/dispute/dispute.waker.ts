import { CommandRunner } from '@continuo/event-store/command-runner';
import type { CommandContext } from '@continuo/kernel/command-context';
import type { Waker } from '@continuo/service/service';
import { Injectable } from '@nestjs/common';
import { DISPUTE } from '../../application/aggregates';
import { DisputeDesk } from '../../application/dispute-desk';

/** Evidence is due soon, or was sent and not confirmed. */
@Injectable()
export class DisputeWaker implements Waker {
  readonly category = DISPUTE.category;

  constructor(
    private readonly desk: DisputeDesk,
    private readonly runner: CommandRunner,
  ) {}

  async wake(disputeId: string, context: CommandContext): Promise<void> {
    const { state } = await this.runner.load(DISPUTE, disputeId);
    if (state.status === 'represented') return this.desk.submit(disputeId, context);
    const command = { type: 'proceed', disputeId, now: context.now } as const;
    await this.runner.execute(DISPUTE, disputeId, command, context);
  }
}
