import type { CycleLocked } from './events';

/** Version 1 knew neither further products nor a ship date of its own: goods left on the day of the charge. */
type CycleLockedV1 = Omit<CycleLocked['data'], 'lines' | 'shipOn'>;

/** Stored names of the past. */
export const subscriptionUpcasters = {
  'subscription.cycle-locked.v1': (data: CycleLockedV1): CycleLocked => ({
    type: 'subscription.cycle-locked.v2',
    data: { ...data, lines: [], shipOn: data.dueOn },
  }),
};
