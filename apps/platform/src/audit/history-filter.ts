import { subjectsOf } from '@continuo/event-store/history-words';
import { categoryOf, idOf, type RecordedEvent } from '@continuo/event-store/event-store';

/** Whose history: one of them, or everybody's. */
export interface HistoryFilter {
  readonly customer?: string;
  readonly subscription?: string;
  readonly agent?: string;
  /** A kind of actor: `customer` for what customers did for themselves. */
  readonly by?: string;
  readonly call?: string;
}

/** Whether each stream is exported from its first event to its last, or only what somebody did, or during a call. */
export const wholeStreams = ({ agent, by, call }: HistoryFilter): boolean =>
  agent === undefined && by === undefined && call === undefined;

/** Says of event after event, in the order of the record, which belong to a history. */
export class HistoryScope {
  private readonly ownOrders = new Set<string>();
  private readonly ownStreams = new Set<string>();

  constructor(private readonly filter: HistoryFilter) {}

  has(event: RecordedEvent): boolean {
    const { customer, subscription, agent, by, call } = this.filter;
    // Asked of every event: a customer's stream is known by its first, whoever wrote that.
    if (customer !== undefined && !this.isOf(customer, event)) return false;
    if (subscription !== undefined && event.stream !== `subscription-${subscription}`) return false;
    if (agent !== undefined && !isBy(event, agent)) return false;
    if (call !== undefined && event.metadata.callId !== call) return false;
    return by === undefined || event.metadata.actor.kind === by;
  }

  /** A stream is a customer's by its first event: by their id, or by one of their orders. */
  private isOf(customer: string, event: RecordedEvent): boolean {
    const { stream, revision } = event;
    if (revision > 0) return this.ownStreams.has(stream);
    const { customerId, orderId } = subjectsOf(event);
    const own =
      stream === `customer-${customer}` ||
      customerId === customer ||
      (orderId !== null && this.ownOrders.has(orderId));
    if (!own) return false;
    this.ownStreams.add(stream);
    if (categoryOf(stream).endsWith('order')) this.ownOrders.add(idOf(stream));
    return true;
  }
}

function isBy({ metadata: { actor } }: RecordedEvent, agent: string): boolean {
  return (actor.kind === 'agent' || actor.kind === 'supervisor') && actor.id === agent;
}
