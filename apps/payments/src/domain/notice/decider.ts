import { type Decider, never } from '@continuo/kernel/decider';
import { DomainError, notFound } from '@continuo/kernel/domain-error';
import type { Instant } from '@continuo/kernel/instant';

/** What was made of a notice. */
export type NoticeOutcome =
  /** The gateway was asked what became of the payment's open attempt. */
  | 'rechecked'
  /** The call it speaks of has not answered yet, and will. */
  | 'under-way'
  | 'nothing-open'
  | 'dispute-noted'
  /** What was given up on a card is tried again: its network says that it is valid. */
  | 'card-noted'
  /** It speaks of money of which we have no payment: somebody has to look. */
  | 'unmatched'
  /** It speaks of nothing that concerns a payment. */
  | 'ignored';

export type NoticeEvent =
  | {
      readonly type: 'gateway-notice.received.v1';
      readonly data: {
        readonly account: string;
        /** The gateway's own id and word for it. */
        readonly gatewayId: string;
        readonly kind: string;
        /** The payment it names, known to us or not. */
        readonly paymentId: string | null;
        readonly occurredAt: Instant;
        readonly outcome: NoticeOutcome;
      };
    }
  | {
      readonly type: 'gateway-notice.settled.v1';
      readonly data: { readonly reason: string };
    };

export type NoticeCommand =
  | ({ readonly type: 'receive' } & Extract<
      NoticeEvent,
      { type: 'gateway-notice.received.v1' }
    >['data'])
  | { readonly type: 'settle'; readonly noticeId: string; readonly reason: string };

export type NoticeState =
  | { readonly status: 'none' }
  | { readonly status: 'received' | 'settled'; readonly outcome: NoticeOutcome };

/** What a gateway tells unasked, once each. */
export const noticeDecider: Decider<NoticeCommand, NoticeEvent, NoticeState> = {
  decide(command, state) {
    switch (command.type) {
      case 'receive': {
        const { type: _, ...data } = command;
        return state.status === 'none' ? [{ type: 'gateway-notice.received.v1', data }] : [];
      }
      case 'settle': {
        if (state.status === 'none') throw notFound('gateway-notice', command.noticeId);
        if (state.outcome !== 'unmatched')
          throw new DomainError('nothing-to-settle', 'This notice was matched: nothing is open.');
        if (state.status === 'settled') return [];
        return [{ type: 'gateway-notice.settled.v1', data: { reason: command.reason } }];
      }
      default:
        return never(command);
    }
  },
  evolve(state, event) {
    switch (event.type) {
      case 'gateway-notice.received.v1':
        return { status: 'received', outcome: event.data.outcome };
      case 'gateway-notice.settled.v1':
        return state.status === 'none' ? state : { ...state, status: 'settled' };
      default:
        return never(event);
    }
  },
  initialState: () => ({ status: 'none' }),
};
