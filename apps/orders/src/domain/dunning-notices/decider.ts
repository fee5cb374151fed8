import type { Decider } from '@continuo/kernel/decider';
import type { Instant } from '@continuo/kernel/instant';

export const DUNNING_NOTICES = [
  'retry-scheduled',
  'last-notice',
  'given-up',
  'past-due',
  'settled',
] as const;

/** What the payer of an order was to be told while a charge could not be collected. */
export interface DunningNotice {
  /** Of the event in the history of the payment. */
  readonly eventId: string;
  readonly orderId: string;
  readonly paymentId: string;
  readonly notice: (typeof DUNNING_NOTICES)[number];
  /** Null of what is past due: it is the sum of all instalments. */
  readonly instalment: number | null;
  readonly currency: string;
  readonly amountMinor: number;
  readonly retryAt: Instant | null;
  readonly triesLeft: number | null;
  /** Why it is not tried again. */
  readonly because: string | null;
  /** When it was given to whoever sends it. */
  readonly at: Instant;
}

export interface DunningNoticeEvent {
  readonly type: 'dunning-notice.learnt.v1';
  readonly data: DunningNotice;
}

/** The ids of the notices that are known. */
export type DunningNoticesState = readonly string[];

/** The notices about the payment of one order; each counts once, however often it is told. */
export const dunningNoticesDecider: Decider<
  DunningNotice,
  DunningNoticeEvent,
  DunningNoticesState
> = {
  decide: (data, known) =>
    known.includes(data.eventId) ? [] : [{ type: 'dunning-notice.learnt.v1', data }],
  evolve: (known, { data }) => [...known, data.eventId],
  initialState: () => [],
};
