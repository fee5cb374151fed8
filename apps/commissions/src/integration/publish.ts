import {
  COMMISSION_ACCRUED,
  COMMISSION_EARNED,
  COMMISSION_REVERSED,
  type CommissionAccrued,
  type CommissionEarned,
  type CommissionReversed,
} from '@continuo/contracts/commissions';
import type { Publication } from '@continuo/messaging/message';
import type { Publisher } from '@continuo/messaging/messaging';
import type { CommissionEvent, CommissionLineFacts } from '../domain/commission/events';

export function translate(event: CommissionEvent): Publication | undefined {
  switch (event.type) {
    case 'commission.line-accrued.v1':
      return {
        type: COMMISSION_ACCRUED.type,
        data: line(event.data) satisfies CommissionAccrued,
      };
    case 'commission.line-reversed.v1':
      return {
        type: COMMISSION_REVERSED.type,
        data: {
          ...line(event.data),
          reverses_line_id: event.data.reversesLineId,
        } satisfies CommissionReversed,
      };
    case 'commission.line-earned.v1':
      return { type: COMMISSION_EARNED.type, data: line(event.data) satisfies CommissionEarned };
    default:
      return undefined;
  }
}

function line(facts: CommissionLineFacts) {
  return {
    commission_line_id: facts.lineId,
    order_id: facts.orderId,
    agent_id: facts.agentId,
    call_centre_id: facts.callCentreId ?? '',
    currency: facts.currency,
    amount_minor: facts.amountMinor,
  };
}

export const commissionsPublisher: Publisher = {
  service: 'commissions',
  categories: ['commission'],
  translate: (event) => translate({ type: event.type, data: event.data } as CommissionEvent),
};
