import { idOf, type RecordedEvent } from '@continuo/event-store/event-store';
import type { Change, Projection } from '@continuo/read-store/projection';
import type { SubscriptionEvent } from '../../domain/subscription/events';
import { statusAfter } from '../status-after';
import { changeRows } from './change-rows';
import { cycleChanges } from './cycle-changes';
import { type LifeRow, PROGRAM_LIVES_TABLES } from './tables';

type Recorded = RecordedEvent & SubscriptionEvent;

function evolve(recorded: RecordedEvent): readonly Change[] {
  const event = recorded as Recorded;
  return [...lifeChanges(event), ...cycleChanges(event), ...changeRows(event)];
}

function lifeChanges(event: Recorded): readonly Change[] {
  const status = statusAfter(event);
  if (status === undefined) return [];
  if (event.type !== 'subscription.started.v1') {
    const key = { subscription_id: idOf(event.stream) };
    return [{ op: 'set', table: 'program_lives', key, set: { status } }];
  }
  const { subscriptionId, startedOn, sale, plan, currency } = event.data;
  const row: LifeRow = {
    subscription_id: subscriptionId,
    start_month: startedOn.slice(0, 7),
    campaign_id: sale.campaignId,
    plan_id: plan.planId,
    agent_id: sale.agentId,
    call_centre_id: sale.callCentreId,
    currency,
    status,
  };
  return [{ op: 'put', table: 'program_lives', row: { ...row } }];
}

/** How long do programs live, what are they worth, what changes them, and who keeps them? */
export const programLivesProjection: Projection = {
  name: 'program-lives',
  version: 1,
  categories: ['subscription'],
  tables: PROGRAM_LIVES_TABLES,
  evolve,
};
