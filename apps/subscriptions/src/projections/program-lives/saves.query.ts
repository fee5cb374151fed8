import { READ_STORE, type ReadStore } from '@continuo/read-store/read-store';
import { Inject, Injectable } from '@nestjs/common';
import { type RawBuilder, sql } from 'kysely';
import type { LocalDate } from '@continuo/kernel/instant';
import { sortedBy, stands } from './cohort';
import { rateText } from './curve';
import { dayOf } from './cycle-changes';
import { programLivesProjection } from './projection';
import type { Reported } from './reported';
import type { ProgramLivesTables } from './tables';

export interface SavesFilter {
  /** Months in which offers were shown or cancellations withdrawn, both inclusive. */
  readonly from?: string;
  readonly until?: string;
  readonly campaignId?: string;
  readonly planId?: string;
  /** Who saved. */
  readonly agentId?: string;
  /** Of whoever saved. */
  readonly callCentreId?: string;
}

export interface SavesRow {
  readonly saved_by: string;
  readonly saved_by_kind: string;
  readonly call_centre_id: string | null;
  readonly offers_shown: number;
  readonly saves: number;
  readonly save_rate: string | null;
  readonly withdrawals: number;
  readonly held: number;
  readonly cancelled: number;
  readonly too_early: number;
  readonly hold_rate: string | null;
}

@Injectable()
export class SavesQuery {
  constructor(@Inject(READ_STORE) private readonly readStore: ReadStore) {}

  /** Who turned cancellations into something else, and whether that lasted `days` days by `today`. */
  async report(filter: SavesFilter, days: number, today: LocalDate): Promise<Reported<SavesRow>> {
    const position = await this.readStore.position(programLivesProjection.name);
    const onDay = dayOf(today);
    const flag = <Name extends string>(condition: RawBuilder<unknown>, name: Name) =>
      sql<number>`sum(case when ${condition} then 1 else 0 end)`.as(name);
    const saved = sql`attempt.saved = 1`;
    const gone = sql`attempt.gone_day is not null and attempt.gone_day - attempt.day <= ${days}`;
    const rows = await this.readStore
      .query()
      .selectFrom(this.attempts(filter).as('attempt'))
      .groupBy(['attempt.actor_id', 'attempt.actor_kind', 'attempt.call_centre_id'])
      .select([
        'attempt.actor_id as saved_by',
        'attempt.actor_kind as saved_by_kind',
        'attempt.call_centre_id',
        flag(sql`attempt.kind = 'save-offers'`, 'offers_shown'),
        flag(sql`attempt.kind = 'save-offers' and ${saved}`, 'saves'),
        flag(sql`attempt.kind = 'cancel-withdrawn'`, 'withdrawals'),
        flag(sql`${saved} and not (${gone}) and ${onDay} - attempt.day >= ${days}`, 'held'),
        flag(sql`${saved} and ${gone}`, 'cancelled'),
        flag(sql`${saved} and not (${gone}) and ${onDay} - attempt.day < ${days}`, 'too_early'),
      ])
      .execute();
    const items = rows.map(
      ({ offers_shown, saves, withdrawals, held, cancelled, too_early, ...who }) => ({
        ...who,
        offers_shown,
        saves,
        save_rate: rateText(offers_shown === 0 ? null : saves / offers_shown),
        withdrawals,
        held,
        cancelled,
        too_early,
        hold_rate: rateText(held + cancelled === 0 ? null : held / (held + cancelled)),
      }),
    );
    return { items: sortedBy(items, ['call_centre_id', 'saved_by', 'saved_by_kind']), position };
  }

  /** Each time somebody wanted to leave and was offered something, or stayed after all. */
  private attempts({ from, until, campaignId, planId, agentId, callCentreId }: SavesFilter) {
    let query = this.readStore
      .query<ProgramLivesTables>()
      .selectFrom('program_lives_changes as change')
      .innerJoin('program_lives as life', 'life.subscription_id', 'change.subscription_id')
      .where('change.kind', 'in', ['save-offers', 'cancel-withdrawn'])
      .where(stands('change'));
    if (from !== undefined) query = query.where('change.month', '>=', from);
    if (until !== undefined) query = query.where('change.month', '<=', until);
    if (campaignId !== undefined) query = query.where('life.campaign_id', '=', campaignId);
    if (planId !== undefined) query = query.where('life.plan_id', '=', planId);
    if (agentId !== undefined) query = query.where('change.actor_id', '=', agentId);
    if (callCentreId !== undefined) query = query.where('change.call_centre_id', '=', callCentreId);
    return query.select([
      'change.kind',
      'change.day',
      'change.actor_id',
      'change.actor_kind',
      'change.call_centre_id',
      // An offer that was taken in the very request that cancelled has saved nothing.
      sql<number>`case when change.kind = 'cancel-withdrawn' then 1
        when change.taken = 1 and not exists (select 1 from program_lives_changes as other
          where other.subscription_id = change.subscription_id
            and other.change_id = change.change_id
            and other.kind in ('cancel', 'cancel-later')) then 1 else 0 end`.as('saved'),
      sql<number | null>`(select min(gone.day) from program_lives_changes as gone
        where gone.subscription_id = change.subscription_id and gone.kind = 'cancel'
          and gone.revision > change.revision and ${stands('gone')})`.as('gone_day'),
    ]);
  }
}
