import { type Decider, never } from '@continuo/kernel/decider';
import { type Instant, type LocalDate, msFromInstant } from '@continuo/kernel/instant';
import { HOUSE_CAP } from '../dunning/network-caps';

const DAY_MS = 86_400_000;

/** What a card updater says of a card: it has a new token, a new expiry, or no account any more. */
export type CardUpdate =
  | { readonly result: 'new-token'; readonly newToken: string }
  | { readonly result: 'new-expiry'; readonly expiresOn: LocalDate }
  | { readonly result: 'account-closed' };

export type CardEvent =
  | {
      readonly type: 'card.declined.v1';
      readonly data: {
        readonly paymentId: string;
        readonly attemptId: string;
        readonly at: Instant;
        readonly decline: 'soft' | 'hard';
        readonly code: string;
      };
    }
  | {
      readonly type: 'card.updated.v1';
      readonly data: CardUpdate & { readonly token: string; readonly at: Instant };
    };

export type CardCommand =
  | ({ readonly type: 'note-decline' } & Extract<CardEvent, { type: 'card.declined.v1' }>['data'])
  | {
      readonly type: 'note-update';
      readonly token: string;
      readonly update: CardUpdate;
      readonly at: Instant;
    };

export interface DeclinedTry {
  readonly attemptId: string;
  readonly at: Instant;
}

export interface CardState {
  /** The declined tries of the last thirty days, oldest first. */
  readonly tries: readonly DeclinedTry[];
  /** Payments on which it was ever declined. */
  readonly paymentIds: readonly string[];
  readonly update: CardUpdate | null;
}

/** A card counts its declined tries over all payments: the networks cap them per card. */
export const cardDecider: Decider<CardCommand, CardEvent, CardState> = {
  decide(command, { tries, update }) {
    switch (command.type) {
      case 'note-decline': {
        const { type: _, ...data } = command;
        const known = tries.some(
          (each) => each.attemptId === data.attemptId && each.at === data.at,
        );
        return known ? [] : [{ type: 'card.declined.v1', data }];
      }
      case 'note-update': {
        const { token, at } = command;
        if (JSON.stringify(update) === JSON.stringify(command.update)) return [];
        return [{ type: 'card.updated.v1', data: { ...command.update, token, at } }];
      }
      default:
        return never(command);
    }
  },
  evolve(state, event) {
    if (event.type === 'card.updated.v1') {
      const { token: _, at: __, ...update } = event.data;
      return { ...state, update };
    }
    const { attemptId, at, paymentId } = event.data;
    const since = msFromInstant(at) - HOUSE_CAP.days * DAY_MS;
    const recent = state.tries.filter((each) => msFromInstant(each.at) > since);
    const { paymentIds } = state;
    return {
      ...state,
      tries: [...recent, { attemptId, at }],
      paymentIds: paymentIds.includes(paymentId) ? paymentIds : [...paymentIds, paymentId],
    };
  },
  initialState: () => ({ tries: [], paymentIds: [], update: null }),
};
