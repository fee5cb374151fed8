import type { RecordedEvent } from '@continuo/event-store/event-store';
import type { Projection } from '@continuo/read-store/projection';
import type { RolloutEvent } from '../../domain/rollout/events';

export interface RolloutTables {
  readonly price_rollout_list: { readonly rollout_id: string };
}

/** Which price roll-outs are there? How far each is says its own stream. */
export const priceRolloutListProjection: Projection = {
  name: 'price-rollout-list',
  version: 1,
  categories: ['pricerollout'],
  tables: { price_rollout_list: { columns: { rollout_id: 'text' }, key: ['rollout_id'] } },
  evolve: (recorded) => {
    const event = recorded as RecordedEvent & RolloutEvent;
    if (event.type !== 'price-rollout.planned.v1') return [];
    const row = { rollout_id: event.data.rolloutId };
    return [{ op: 'put', table: 'price_rollout_list', row }];
  },
};
