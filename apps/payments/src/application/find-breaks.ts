import { CLOCK, type Clock } from '@continuo/kernel/clock';
import { READ_STORE, type ReadStore } from '@continuo/read-store/read-store';
import { Inject, Injectable } from '@nestjs/common';
import { type Break, type BreakCause, breakOf } from '../domain/reconciliation/breaks';
import { type MatchCursor, ReconciliationQuery } from '../projections/reconciliation/query';

const PAGE = 500;

/** Where the ledger and what processors have reported do not agree, each with its cause. */
@Injectable()
export class FindBreaks {
  constructor(
    @Inject(READ_STORE) private readonly readStore: ReadStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Up to `maxCount` breaks by kind and reference, of one cause or all. */
  page(cause: BreakCause | undefined, after: MatchCursor | undefined, maxCount: number) {
    return this.readStore.snapshot((models) =>
      this.pageOf(new ReconciliationQuery(models), cause, after, maxCount),
    );
  }

  private async pageOf(
    movements: ReconciliationQuery,
    cause: BreakCause | undefined,
    after: MatchCursor | undefined,
    maxCount: number,
  ) {
    const position = await movements.position();
    const agreed = await movements.agreed();
    const totals = await movements.totals();
    const now = this.clock.now();
    const breaks: Break[] = [];
    for (let from = after; breaks.length < maxCount;) {
      const matches = await movements.differing(from, PAGE);
      for (const match of matches) {
        const found = breakOf(match, { until: now, now });
        if (found && (cause === undefined || found.cause === cause)) breaks.push(found);
      }
      from = matches.at(-1);
      if (matches.length < PAGE) break;
    }
    return { breaks: breaks.slice(0, maxCount), agreed, totals, position };
  }
}
