import { type Decider, never } from '@continuo/kernel/decider';
import type { Instant } from '@continuo/kernel/instant';

/** What finance is to look at: asked of money and refused, or moved where it should not have been. */
export interface FinanceAlert {
  readonly alertId: string;
  /** The stable code of the refusal, or of what happened. */
  readonly code: string;
  readonly detail: string;
  readonly paymentId: string | null;
  readonly amountMinor: number | null;
  readonly currency: string | null;
}

export type FinanceAlertEvent =
  | { readonly type: 'finance-alert.raised.v1'; readonly data: FinanceAlert }
  /** The same happened again, so often until then. */
  | {
      readonly type: 'finance-alert.recurred.v1';
      readonly data: {
        readonly alertId: string;
        readonly code: string;
        readonly times: number;
        readonly at: Instant;
      };
    };

export type FinanceAlertCommand =
  | ({ readonly type: 'raise' } & FinanceAlert)
  /** It has happened so often by now; the first time raises it. */
  | {
      readonly type: 'count';
      readonly alert: FinanceAlert;
      readonly times: number;
      readonly at: Instant;
    };

export interface RaisedAlert {
  readonly alert: FinanceAlert;
  /** As far as the record says. */
  readonly times: number;
}

/** An alert is a stream of its own: what it is about stays as it was. */
export const financeAlertDecider: Decider<
  FinanceAlertCommand,
  FinanceAlertEvent,
  RaisedAlert | null
> = {
  decide(command, raised) {
    switch (command.type) {
      case 'raise': {
        const { type: _, ...alert } = command;
        return raised ? [] : [{ type: 'finance-alert.raised.v1', data: alert }];
      }
      case 'count': {
        const { alert, times, at } = command;
        const { alertId, code } = alert;
        const first: FinanceAlertEvent = { type: 'finance-alert.raised.v1', data: alert };
        const data = { alertId, code, times, at };
        const again: FinanceAlertEvent = { type: 'finance-alert.recurred.v1', data };
        return [...(raised ? [] : [first]), ...(times > (raised?.times ?? 1) ? [again] : [])];
      }
      default:
        return never(command);
    }
  },
  evolve(raised, event) {
    if (event.type === 'finance-alert.raised.v1') return { alert: event.data, times: 1 };
    return raised && { ...raised, times: event.data.times };
  },
  initialState: () => null,
};
