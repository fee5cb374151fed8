import { idOf, type RecordedEvent } from '@continuo/event-store/event-store';
import type { Change, Projection, Row } from '@continuo/read-store/projection';
import type { PaymentLinkEvent } from '../../domain/payment-link/events';
import type { LinkStatus } from '../../domain/payment-link/state';

/** One row per link. */
export interface PaymentLinksTables {
  payment_links_links: {
    payment_link_id: string;
    order_id: string;
    customer_id: string;
    call_centre_id: string | null;
    channel: string;
    status: LinkStatus;
    currency: string;
    amount_minor: number;
    expires_at: string;
    /** Place of the first event in the record: lists run from the newest. */
    position: number;
  };
}

const TABLE = 'payment_links_links';

function evolve(recorded: RecordedEvent): readonly Change[] {
  const event = recorded as RecordedEvent & PaymentLinkEvent;
  const key = { payment_link_id: idOf(recorded.stream) };
  const status = (to: LinkStatus): readonly Change[] => {
    const set: Row = { status: to };
    return [{ op: 'set', table: TABLE, key, set }];
  };
  switch (event.type) {
    case 'payment-link.requested.v1': {
      const { orderId, customerId, sale, channel, due, expiresAt } = event.data;
      const row = {
        ...key,
        order_id: orderId,
        customer_id: customerId,
        call_centre_id: sale.callCentreId,
        channel,
        status: 'open',
        currency: due.currency,
        amount_minor: due.amountMinor,
        expires_at: expiresAt,
        position: recorded.position,
      };
      return [{ op: 'put', table: TABLE, row }];
    }
    case 'payment-link.token-taken.v1':
      return status('paying');
    case 'payment-link.declined.v1':
      return status('open');
    case 'payment-link.paid.v1':
      return status('paid');
    case 'payment-link.cancelled.v1':
      return status('cancelled');
    case 'payment-link.expired.v1':
      return status('expired');
    case 'payment-link.closed.v1':
      return status('closed');
    default:
      return [];
  }
}

export const paymentLinksProjection: Projection = {
  name: 'payment-links',
  version: 1,
  categories: ['paymentlink'],
  tables: {
    [TABLE]: {
      columns: {
        payment_link_id: 'text',
        order_id: 'text',
        customer_id: 'text',
        call_centre_id: 'text',
        channel: 'text',
        status: 'text',
        currency: 'text',
        amount_minor: 'integer',
        expires_at: 'text',
        position: 'integer',
      },
      key: ['payment_link_id'],
      indexes: [['position'], ['order_id', 'position'], ['customer_id', 'position']],
    },
  },
  evolve,
};
