import { CommandRunner } from '@continuo/event-store/command-runner';
import type { CommandContext } from '@continuo/kernel/command-context';
import { deriveUuid } from '@continuo/kernel/ids';
import type { Waker } from '@continuo/service/service';
import { Injectable } from '@nestjs/common';
import { ROLLOUT, SUBSCRIPTION } from '../../application/aggregates';
import { offerOf, PAGE, RolloutPrograms } from '../../application/price-rollout/rollout-programs';
import { cohortOf } from '../../domain/rollout/cohort';
import type { Tally } from '../../domain/rollout/events';
import { added, NO_TALLY, type Rollout } from '../../domain/rollout/state';
import type { PlanTerms } from '../../domain/plan/terms';
import { keepingRule } from '../../domain/subscription/price-move';

/**
 * Carries a cohort out, or a stop, page by page. A page that a crash cut off is begun again: the command
 * of each program has the same id, so nobody is told twice.
 */
@Injectable()
export class RolloutWaker implements Waker {
  readonly category = ROLLOUT.category;

  constructor(
    private readonly runner: CommandRunner,
    private readonly programs: RolloutPrograms,
  ) {}

  async wake(id: string, context: CommandContext): Promise<void> {
    for (;;) {
      const { state, revision } = await this.runner.load(ROLLOUT, id);
      if (state.status !== 'running' && state.status !== 'stopping') return;
      const { cohort, upTo: after } = state;
      const terms = await this.programs.terms(state);
      const page = await this.programs.page(state.planId, after);
      const tallies = await Promise.all(
        page.map((program) => this.dealWith(program, state, terms, context)),
      );
      const upTo = page.length < PAGE ? null : (page[page.length - 1] ?? null);
      const tally = tallies.reduce(added, NO_TALLY);
      await this.runner.execute(
        ROLLOUT,
        id,
        { kind: 'page', cohort, after, upTo, tally, now: context.now },
        { ...context, commandId: deriveUuid(context.commandId, revision) },
      );
    }
  }

  private async dealWith(
    id: string,
    rollout: Rollout,
    terms: PlanTerms,
    context: CommandContext,
  ): Promise<Tally> {
    const { rolloutId } = rollout;
    const contextOf = (what: string) => ({
      ...context,
      commandId: deriveUuid(what, rolloutId, id),
    });
    if (rollout.status === 'stopping') {
      const command = { kind: 'withdraw-price', rolloutId } as const;
      const { events } = await this.runner.execute(
        SUBSCRIPTION,
        id,
        command,
        contextOf('withdraw'),
      );
      return { ...NO_TALLY, withdrawn: events.length };
    }
    const { state } = await this.runner.load(SUBSCRIPTION, id);
    if (state.status === 'none') return NO_TALLY;
    if (cohortOf(rollout.cohorts, id, state.startedOn)?.name !== rollout.cohort) return NO_TALLY;
    const offer = offerOf(rollout, terms, state.currency);
    const command = { kind: 'announce-price', offer, now: context.now } as const;
    const after = await this.runner.execute(SUBSCRIPTION, id, command, contextOf('announce'));
    if (after.state.status === 'none') return NO_TALLY;
    if (after.state.priceMove?.rolloutId === rolloutId) return { ...NO_TALLY, told: 1 };
    return { ...NO_TALLY, kept: { [keepingRule(after.state, offer) ?? 'no-cycle-ahead']: 1 } };
  }
}
