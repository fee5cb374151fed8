import type { ApprovalRequested } from './decision-events';
import type { CycleLocked } from './events';

/** Version 1 knew neither further products nor a ship date of its own: goods left on the day of the charge. */
type CycleLockedV1 = Omit<CycleLocked['data'], 'lines' | 'shipOn'>;

/** Version 1 did not keep what the customer was told that the changes would charge. */
type ApprovalRequestedV1 = Omit<ApprovalRequested['data'], 'foreseen'>;

/** Stored names of the past. */
export const subscriptionUpcasters = {
  'subscription.cycle-locked.v1': (data: CycleLockedV1): CycleLocked => ({
    type: 'subscription.cycle-locked.v2',
    data: { ...data, lines: [], shipOn: data.dueOn },
  }),
  'subscription.approval-requested.v1': (data: ApprovalRequestedV1): ApprovalRequested => ({
    type: 'subscription.approval-requested.v2',
    data: { ...data, foreseen: null },
  }),
};
