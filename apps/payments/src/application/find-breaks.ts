import { CLOCK, type Clock } from '@continuo/kernel/clock';
import { Inject, Injectable } from '@nestjs/common';
import { type Break, type BreakCause, breakOf } from '../domain/reconciliation/breaks';
import { type MatchCursor, ReconciliationQuery } from '../projections/reconciliation/query';

const PAGE = 500;

/** Where the ledger and what processors have reported do not agree, each with its cause. */
@Injectable()
export class FindBreaks {
  constructor(
    private readonly movements: ReconciliationQuery,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Up to `maxCount` breaks by kind and reference, of one cause or all. */
  async page(cause: BreakCause | undefined, after: MatchCursor | undefined, maxCount: number) {
    const position = await this.movements.position();
    const agreed = await this.movements.agreed();
    const totals = await this.movements.totals();
    const now = this.clock.now();
    const breaks: Break[] = [];
    for (let from = after; breaks.length < maxCount;) {
      const matches = await this.movements.differing(from, PAGE);
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
