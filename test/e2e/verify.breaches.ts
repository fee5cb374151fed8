import type { RecordedEvent } from '@continuo/event-store/event-store';
import type { Spoilt } from './spoilt';

const CARD = '4111 1111 1111 1111';

/** Puts a charge into the gateway's books that is the same as one that is there, under another key. */
const bookAgain = (data: Spoilt, key: string, original: string): void =>
  data.edit(
    'gateway.db',
    `INSERT INTO entries (idempotency_key, kind, payment_reference, amount_minor, currency, token, initiator, on_reference, status, decline, code, sends)
     SELECT ?, kind, payment_reference, amount_minor, currency, token, initiator, on_reference, status, decline, code, sends
     FROM entries WHERE idempotency_key = ?`,
    key,
    original,
  );

const again = (data: Spoilt, event: RecordedEvent, changes: object = {}): Promise<void> =>
  data.append(event.stream, event.type, { ...event.data, ...changes });

const asEvent = <T>(event: RecordedEvent): T => event.data as T;

export interface Breach {
  /** What somebody or something did to the data. */
  readonly what: string;
  readonly plant: (data: Spoilt) => void | Promise<void>;
  /** The checks that name it, no other. */
  readonly names: readonly string[];
}

/** Whatever was altered in the file itself breaks the chain as well. */
const CHAIN = 'hash-chain-unbroken';
/** What people changed is a read model as well. */
const READ_MODELS = 'read-models-equal-replay';
const CONSENT = "type = 'order.consent-recorded.v1'";

export const BREACHES: readonly Breach[] = [
  {
    what: 'an event is taken out of a stream',
    plant: (data) => data.edit('record.db', `DELETE FROM events WHERE ${CONSENT}`),
    names: ['revisions-without-gaps', CHAIN, READ_MODELS],
  },
  {
    what: 'an event loses its actor',
    plant: (data) =>
      data.edit(
        'record.db',
        `UPDATE events SET metadata = json_remove(metadata, '$.actor') WHERE ${CONSENT}`,
      ),
    names: ['every-event-has-an-actor', CHAIN, READ_MODELS],
  },
  {
    what: 'revenue of a prepaid shipment is recognised that nobody has paid for',
    plant: (data) =>
      data.append('prepayment-sub_1', 'prepayment.shipment-recognised.v1', {
        subscriptionId: 'sub_1',
        orderId: 'ord_1',
        lineId: 'line-1',
        currency: 'USD',
        amountMinor: 3333,
        cycle: 2,
        cycleOrderId: 'ord_2',
      }),
    names: ['prepaid-shipments-posted'],
  },
  {
    what: 'several shipments are paid for, and the revenue of those to come is not deferred',
    plant: (data) => openTerm(data, data.find('payment.captured.v1')),
    names: ['prepaid-shipments-posted'],
  },
  {
    what: 'the order that was to pay for several shipments is cancelled, and they still leave unpaid',
    plant: (data) => openTerm(data, data.find('order.cancelled.v1')),
    names: ['prepaid-shipments-posted'],
  },
  {
    what: 'shipments to come are said to be paid, and nothing was captured',
    plant: (data) =>
      data.append('subscription-sub_forged', 'subscription.prepaid-run-paid.v1', {
        ...{ customerId: 'cus_1', firstCycle: 1, orderId: 'ord_forged', lineId: 'line-1' },
        ...{ currency: 'USD', shipments: 3, goodsMinor: 9000 },
      }),
    names: ['prepaid-shipments-posted'],
  },
  {
    what: 'a recorded consent is altered',
    plant: (data) =>
      data.edit(
        'record.db',
        `UPDATE events SET data = json_set(data, '$.words', 'yes') WHERE ${CONSENT}`,
      ),
    names: [CHAIN],
  },
  {
    what: 'a command has its effect again',
    plant: (data) => {
      const placed = data.find('order.line-added.v1');
      return data.append(
        placed.stream,
        'order.held.v1',
        { reason: 'again', detail: null },
        placed.metadata.commandId,
      );
    },
    names: ['one-effect-per-command'],
  },
  {
    what: 'an instalment is captured a second time for the same package',
    plant: (data) => again(data, data.find('payment.captured.v1')),
    names: ['one-charge-per-instalment', 'gateway-charges-in-ledger'],
  },
  {
    what: 'the gateway has charged for a package twice, both times as we asked',
    plant: async (data) => {
      const attempt = data.find('payment.attempt-recorded.v1', { kind: 'capture' });
      const { idempotencyKey } = asEvent<{ idempotencyKey: string }>(attempt);
      await again(data, attempt, { attemptId: 'att_forged', idempotencyKey: 'forged' });
      bookAgain(data, 'forged', idempotencyKey);
    },
    names: ['no-double-charge'],
  },
  {
    what: 'the gateway has charged what nobody asked for',
    plant: (data) => {
      const attempt = data.find('payment.attempt-recorded.v1', { kind: 'capture' });
      bookAgain(data, 'forged', asEvent<{ idempotencyKey: string }>(attempt).idempotencyKey);
    },
    names: ['gateway-charges-known', 'gateway-charges-in-ledger'],
  },
  {
    what: 'the gateway has charged another amount',
    plant: (data) =>
      data.edit(
        'gateway.db',
        "UPDATE entries SET amount_minor = amount_minor + 1 WHERE kind = 'charge'",
      ),
    names: ['gateway-charges-known', 'gateway-charges-in-ledger'],
  },
  {
    what: 'the gateway knows nothing of a capture of ours',
    plant: (data) => data.edit('gateway.db', "DELETE FROM entries WHERE kind = 'capture'"),
    names: ['gateway-charges-known'],
  },
  {
    what: 'the gateway has booked what we call declined',
    plant: (data) =>
      data.edit('gateway.db', "UPDATE entries SET status = 'succeeded' WHERE status = 'declined'"),
    names: ['gateway-charges-known', 'no-double-charge'],
  },
  {
    what: 'more is refunded than was captured',
    plant: (data) => again(data, data.find('payment.refunded.v1')),
    names: ['refunds-within-captures', 'gateway-charges-in-ledger'],
  },
  {
    what: 'more tax is given back than was taken, and less goods',
    plant: (data) => {
      const refunded = data.find('payment.refunded.v1');
      const [line] = asEvent<{ lines: readonly { goodsMinor: number }[] }>(refunded).lines;
      const shifted = { amountMinor: 0, goodsMinor: -90_000, shippingMinor: 0, taxMinor: 90_000 };
      const lines = [{ ...line, ...shifted }];
      return again(data, refunded, { attemptId: null, amountMinor: 0, lines });
    },
    names: ['refunds-within-captures'],
  },
  {
    what: 'credit expires that was never granted',
    plant: (data) =>
      data.append('customercredit-cus_forged', 'customer-credit.expired.v1', {
        customerId: 'cus_forged',
        grantId: 'crg_forged',
        currency: 'USD',
        amountMinor: 100,
      }),
    names: ['credit-within-grants'],
  },
  {
    what: 'a payment returns credit that was not set aside for it',
    plant: (data) => {
      const { stream, data: of } = data.find('payment.authorised.v1');
      const { paymentId, orderId, origin, currency } = of as Record<string, unknown>;
      const about = { paymentId, orderId, origin, currency, customerId: 'cus_1' };
      const returned = { ...about, returnId: 'crt_forged', amountMinor: 100 };
      return data.append(stream, 'payment.credit-returned.v1', returned);
    },
    names: ['credit-within-grants'],
  },
  {
    what: 'the token of a payment link is used a second time',
    plant: (data) => again(data, data.find('order.payment-link-used.v1')),
    names: ['payment-links-used-once'],
  },
  {
    what: 'a token is taken by a payment link that nobody asked for',
    plant: (data) => {
      const { data: taken } = data.find('payment-link.token-taken.v1');
      const forged = { ...taken, paymentLinkId: 'plk_forged' };
      return data.append('paymentlink-plk_forged', 'payment-link.token-taken.v1', forged);
    },
    names: ['payment-links-used-once'],
  },
  {
    what: 'a posting has no other side',
    plant: (data) => {
      const billed = data.find('payment.package-billed.v1');
      const [line] = asEvent<{ lines: readonly { taxMinor: number }[] }>(billed).lines;
      return again(data, billed, { lines: [{ ...line, taxMinor: (line?.taxMinor ?? 0) + 1 }] });
    },
    names: ['ledger-balanced'],
  },
  {
    what: 'an order is released before the day on which it is to ship',
    plant: async (data) => {
      const { stream, data: placed } = placedByProgram(data);
      const { orderId } = placed as { orderId: string };
      await data.append(stream, 'order.shipping-scheduled.v1', { orderId, shipOn: '2030-01-01' });
      return again(data, data.find('order.released.v1', { orderId }));
    },
    names: ['released-on-ship-date'],
  },
  {
    what: 'a release is requested from two vendors',
    plant: (data) => {
      const { data: requested } = data.find('shipment.requested.v2');
      return data.append('shipment-shp_forged', 'shipment.requested.v2', {
        ...requested,
        shipmentId: 'shp_forged',
      });
    },
    names: ['one-shipment-per-release'],
  },
  {
    what: 'a cancelled shipment leaves',
    plant: (data) => {
      const cancelled = data.find('shipment.cancelled.v1');
      return data.append(cancelled.stream, 'shipment.package-shipped.v1', {
        ...cancelled.data,
        packageId: 'pkg_forged',
        tracking: { carrier: 'UPS', number: '1Z' },
        shippedAt: '2027-01-01T00:00:00.000Z',
      });
    },
    names: ['nothing-shipped-unauthorised'],
  },
  {
    what: 'a cycle has two orders',
    plant: (data) => {
      const placed = placedByProgram(data);
      return data.append('order-ord_forged', placed.type, {
        ...placed.data,
        orderId: 'ord_forged',
      });
    },
    names: ['one-order-per-cycle'],
  },
  {
    what: 'a locked cycle never got an order',
    plant: async (data) => {
      const started = data.find('subscription.started.v1');
      await data.append('subscription-sub_forged', 'subscription.cycle-locked.v1', {
        ...started.data,
        cycle: 2,
      });
      data.allHandled();
    },
    names: ['one-order-per-cycle'],
  },
  {
    what: 'a cancelled program goes on',
    plant: (data) => again(data, data.find('subscription.cycle-locked.v2'), { cycle: 9 }),
    names: ['no-charge-after-cancellation'],
  },
  {
    what: 'goods on trial have arrived, and the trial still waits for them',
    plant: async (data) => {
      const started = data.find('subscription.started.v1');
      const { orderId } = asEvent<{ orderId: string }>(started);
      const stream = 'subscription-sub_forged';
      await data.append(stream, started.type, started.data);
      await data.append(stream, 'subscription.terms-agreed.v1', { awaitingReceipt: true });
      await data.append('shipment-shp_forged', 'shipment.package-delivered.v1', { orderId });
      data.allHandled();
    },
    names: ['trials-begin-on-receipt'],
  },
  {
    what: 'commission rests on money that never came',
    plant: (data) => {
      const accrued = data.find('commission.line-accrued.v1');
      const { source } = asEvent<{ source: object }>(accrued);
      return again(data, accrued, {
        lineId: 'cln_forged',
        source: { ...source, settlementId: 'cap_forged' },
      });
    },
    names: ['commissions-tie'],
  },
  {
    what: 'commission is taken back twice',
    plant: (data) =>
      again(data, data.find('commission.line-reversed.v1'), { amountMinor: -100_000 }),
    names: ['commissions-tie'],
  },
  {
    what: 'money was captured and no commission accrued',
    plant: async (data) => {
      const captured = data.find('payment.captured.v1', { instalment: 2 });
      await again(data, captured, { instalment: 3 });
      data.allHandled();
    },
    names: ['commissions-tie', 'gateway-charges-in-ledger'],
  },
  {
    what: 'somebody dictated a card number into a reason',
    plant: (data) =>
      data.append(data.find('order.placed.v2').stream, 'order.held.v1', {
        reason: CARD,
        detail: null,
      }),
    names: ['no-card-numbers'],
  },
  {
    what: 'a parked message holds a card number',
    plant: (data) => park(data, CARD),
    names: ['no-card-numbers'],
  },
  {
    what: 'a mail address stands in an event as it is',
    plant: (data) =>
      data.append(data.find('order.placed.v2').stream, 'order.held.v1', {
        reason: 'write to pat@example.com',
        detail: null,
      }),
    names: ['no-plain-personal-data'],
  },
  {
    what: 'a postcode stands in an event as it is',
    plant: (data) =>
      data.append(data.find('order.placed.v2').stream, 'order.held.v1', {
        reason: 'address',
        detail: { postcode: '95814' },
      }),
    names: ['no-plain-personal-data'],
  },
  {
    what: 'a parked message holds a telephone number',
    plant: (data) => park(data, '+19165550123'),
    names: ['no-plain-personal-data'],
  },
  {
    what: 'a kept answer can be read by anybody',
    plant: (data) => keepAnswer(data, JSON.stringify({ email: 'pat@example.com' }), {}),
    names: ['no-plain-personal-data'],
  },
  {
    what: 'an acknowledged order is not in the record',
    plant: (data) => keepAnswer(data, '', { location: '/v1/orders/ord_lost', etag: '"0"' }),
    names: ['acknowledged-is-recorded'],
  },
  {
    what: 'a balance is altered in a read model',
    plant: (data) =>
      data.edit('read.db', 'UPDATE ledger_balances__g1 SET debits_minor = debits_minor + 1'),
    names: [READ_MODELS],
  },
];

function placedByProgram(data: Spoilt): RecordedEvent {
  const locked = data.find('subscription.cycle-locked.v2');
  return data.find('order.placed.v2', { orderId: asEvent<{ orderId: string }>(locked).orderId });
}

/** A program whose shipments the first line of this order pays for, as far as its program knows. */
async function openTerm(data: Spoilt, event: RecordedEvent): Promise<void> {
  const { orderId, lines } = asEvent<{ orderId: string; lines: readonly { lineId: string }[] }>(
    event,
  );
  await data.append('subscription-sub_forged', 'subscription.prepaid-run-opened.v1', {
    ...{ customerId: 'cus_1', firstCycle: 1, orderId, lineId: lines[0]?.lineId },
    ...{ delivery: 1, shipments: 3, goodsMinor: 9000, unshipped: 'keep' },
  });
  data.allHandled();
}

function park(data: Spoilt, text: string): void {
  data.edit(
    'messaging.db',
    `INSERT INTO parked (consumer_group, message_id, subject, position, message, reason, attempts, parked_at)
     VALUES ('orders', 'msg', 'ord_1', 1, ?, 'failed', 5, '2027-01-01T00:00:00.000Z')`,
    JSON.stringify({ data: { note: text } }),
  );
}

function keepAnswer(data: Spoilt, body: string, headers: Record<string, string>): Promise<void> {
  const recordedAt = '2027-01-01T00:00:00.000Z';
  return data.withStore((store) =>
    store.saveReply({
      key: 'forged',
      requestHash: 'forged',
      status: 201,
      body,
      headers,
      recordedAt,
    }),
  );
}
