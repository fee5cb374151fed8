import { CommandRunner } from '@continuo/event-store/command-runner';
import type { CommandContext } from '@continuo/kernel/command-context';
import { deriveUuid } from '@continuo/kernel/ids';
import type { Waker } from '@continuo/service/service';
import { Injectable } from '@nestjs/common';
import { SUBSCRIPTION } from '../../application/aggregates';

/** A program's day has come: its next cycle is locked, or its pause ends. */
@Injectable()
export class RenewalWaker implements Waker {
  readonly category = SUBSCRIPTION.category;
  readonly maxInFlight = 256;

  constructor(private readonly runner: CommandRunner) {}

  /**
   * A program may fall due at the same instant twice (a pause that ends on the day of a cycle), so
   * the command id follows from the revision too: each step of the day is carried out, and once.
   */
  async wake(id: string, context: CommandContext): Promise<void> {
    const { revision } = await this.runner.load(SUBSCRIPTION, id);
    const commandId = deriveUuid(context.commandId, revision);
    await this.runner.execute(
      SUBSCRIPTION,
      id,
      { kind: 'wake', now: context.now },
      { ...context, commandId },
    );
  }
}
