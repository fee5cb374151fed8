import type { Decider } from '@continuo/kernel/decider';
import { type Instant, msFromInstant } from '@continuo/kernel/instant';
import { HOUSE_CAP } from '../dunning/network-caps';

const DAY_MS = 86_400_000;

export interface CardEvent {
  readonly type: 'card.declined.v1';
  readonly data: {
    readonly paymentId: string;
    readonly attemptId: string;
    readonly at: Instant;
    readonly decline: 'soft' | 'hard';
    readonly code: string;
  };
}

export type CardCommand = { readonly type: 'note-decline' } & CardEvent['data'];

export interface DeclinedTry {
  readonly attemptId: string;
  readonly at: Instant;
}

/** The declined tries of the last thirty days, oldest first. */
export type CardState = readonly DeclinedTry[];

/** A card counts its declined tries over all payments: the networks cap them per card. */
export const cardDecider: Decider<CardCommand, CardEvent, CardState> = {
  decide({ type: _, ...data }, tries) {
    const known = tries.some((each) => each.attemptId === data.attemptId && each.at === data.at);
    return known ? [] : [{ type: 'card.declined.v1', data }];
  },
  evolve(tries, { data: { attemptId, at } }) {
    const since = msFromInstant(at) - HOUSE_CAP.days * DAY_MS;
    return [...tries.filter((each) => msFromInstant(each.at) > since), { attemptId, at }];
  },
  initialState: () => [],
};
