import { EVENT_STORE, type EventStore } from '@continuo/event-store/event-store';
import { readHistory } from '@continuo/event-store/read-history';
import type { Instant } from '@continuo/kernel/instant';
import { Inject, Injectable } from '@nestjs/common';
import type { PolicyTerms } from '../../domain/dunning/policy';
import { type Simulation, simulate } from '../../domain/dunning/simulate';
import { pastDeclines } from '../../domain/payment/past-declines';
import { PAYMENT } from '../aggregates';

/** Plays another policy over what was declined; reads the record and changes nothing. */
@Injectable()
export class DunningSimulator {
  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  async run(
    policy: PolicyTerms,
    paymentIds: readonly string[],
    since: Instant,
  ): Promise<Simulation> {
    const declines = [];
    for (const paymentId of paymentIds) {
      const events = await readHistory(this.store, PAYMENT, paymentId);
      const history = events.map((event) => ({ ...event, at: event.metadata.effectiveAt }));
      declines.push(...pastDeclines(history).filter(({ at }) => at >= since));
    }
    return simulate(policy, declines);
  }
}
