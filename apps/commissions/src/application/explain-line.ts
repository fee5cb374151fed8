import { readHistory } from '@continuo/event-store/read-history';
import {
  EVENT_STORE,
  type EventStore,
  type RecordedEvent,
} from '@continuo/event-store/event-store';
import { Inject, Injectable } from '@nestjs/common';
import type { CommissionEvent } from '../domain/commission/events';
import { COMMISSION } from './aggregates';

export type RecordedCommissionEvent = RecordedEvent & CommissionEvent;

/** The events of an order that a commission line rests on: the sale, the line itself, what became of it. */
@Injectable()
export class ExplainLine {
  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  async events(orderId: string, lineId: string): Promise<readonly RecordedCommissionEvent[]> {
    const history = await readHistory(this.store, COMMISSION, orderId);
    return history.filter((event) => concerns(event, lineId));
  }
}

function concerns(event: CommissionEvent, lineId: string): boolean {
  switch (event.type) {
    case 'commission.sale-registered.v2':
      return true;
    case 'commission.line-accrued.v1':
    case 'commission.line-earned.v1':
      return event.data.lineId === lineId;
    case 'commission.line-reversed.v1':
      return event.data.lineId === lineId || event.data.reversesLineId === lineId;
    default:
      return false;
  }
}
