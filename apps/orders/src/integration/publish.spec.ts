import { MESSAGE_TYPES } from '@continuo/contracts/registry';
import { recorded } from '@continuo/testing/examples';
import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import type { OrderEvent } from '../domain/order/events';
import {
  aCyclePlacement,
  aPlacement,
  CONSENT,
  GREENS,
  JUICER,
  placedEvent,
  releasedEvent,
} from '../domain/order/examples.fixture';
import type { PaymentLinkEvent } from '../domain/payment-link/events';
import { requested } from '../domain/payment-link/examples.fixture';
import { ordersPublisher } from './publish';

const ajv = addFormats(new Ajv({ strict: false }));
const program = aPlacement([JUICER, GREENS], { consent: CONSENT });
const lines = [{ lineId: 'line-1', sku: 'JUICER-01', quantity: 2 }];
const payment = { token: 'pm_other', initiator: 'moto', networkTransactionId: null } as const;

const published: readonly [string, OrderEvent | PaymentLinkEvent][] = [
  ['payment-link-requested', requested],
  ['order-placed', placedEvent(program)],
  ['order-placed', placedEvent(aCyclePlacement())],
  ['order-released', releasedEvent(program)],
  [
    'order-payment-retried',
    {
      type: 'order.payment-retried.v1',
      data: { orderId: 'ord_1', fromToken: 'pm_approved', payment },
    },
  ],
  [
    'order-payment-retried',
    {
      type: 'order.payment-retried.v1',
      data: { orderId: 'ord_1', fromToken: 'pm_old', payment: { ...payment, initiator: 'online' } },
    },
  ],
  [
    'order-cancellation-requested',
    { type: 'order.cancellation-requested.v1', data: { orderId: 'ord_1', reason: 'regret' } },
  ],
  [
    'order-cancelled',
    {
      type: 'order.cancelled.v1',
      data: {
        orderId: 'ord_1',
        customerId: 'cus_1',
        origin: { kind: 'call' },
        reason: 'regret',
        lines,
      },
    },
  ],
];

const translate = (event: OrderEvent | PaymentLinkEvent) =>
  recorded('order-ord_1', [event]).map(ordersPublisher.translate)[0];

describe('what orders tells the other services', () => {
  it.each(published)('%s keeps its contract', (name, event) => {
    const message = translate(event);
    expect(message?.type).toBe(`continuo.orders.${name}.v1`);
    const validate = ajv.compile(MESSAGE_TYPES.get(message?.type ?? '')?.schema ?? false);
    expect(validate(message?.data) || validate.errors).toBe(true);
  });

  it('says that a card was typed on a page, and nothing of how one was given by telephone', () => {
    const online = aPlacement([JUICER], { payment: { ...payment, initiator: 'online' } });
    expect(translate(placedEvent(online))?.data).toMatchObject({
      payment: { token: 'pm_other', initiator: 'moto', channel: 'online' },
    });
    expect(translate(placedEvent(program))?.data).not.toHaveProperty('payment.channel');
  });

  it('names the sealed address without opening it, and no draft', () => {
    expect(translate(releasedEvent(program))?.data).toMatchObject({
      ship_to: { sealed: 'sealed-address', stream: 'order-ord_1', field: 'shipTo' },
      lines: [{ program: null }, { program: { plan_id: 'plan_greens', unit_price_minor: 3995 } }],
    });
    expect(translate({ type: 'order.hold-lifted.v1', data: { heldFor: 'x' } })).toBeUndefined();
  });
});
