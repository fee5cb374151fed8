import { Type } from '@sinclair/typebox';
import { AmountMinor, CurrencyCode } from './common';
import { type DataOf, defineMessage } from './message-type';

/** The order that pays for a prepaid term, and its line. */
const term = {
  subscription_id: Type.String(),
  customer_id: Type.String(),
  order_id: Type.String(),
  line_id: Type.String(),
};

export const PROGRAM_PREPAID = defineMessage(
  'subscriptions',
  'program-prepaid',
  1,
  'One order pays for several shipments: that of its own cycle and of those that follow, which are charged nothing.',
  {
    ...term,
    currency: CurrencyCode,
    /** The cycle that the order itself ships. */
    first_cycle: Type.Integer({ minimum: 1 }),
    shipments: Type.Integer({ minimum: 2 }),
    /** Price of all shipments, without tax and shipping. */
    goods_minor: AmountMinor,
  },
);
export type ProgramPrepaid = DataOf<typeof PROGRAM_PREPAID>;

export const PREPAID_SHIPMENT_LEFT = defineMessage(
  'subscriptions',
  'prepaid-shipment-left',
  1,
  'One of the shipments that an order has paid for in advance has left.',
  { ...term, cycle: Type.Integer({ minimum: 2 }), cycle_order_id: Type.String() },
);
export type PrepaidShipmentLeft = DataOf<typeof PREPAID_SHIPMENT_LEFT>;

export const PREPAID_SHIPMENTS_LAPSED = defineMessage(
  'subscriptions',
  'prepaid-shipments-lapsed',
  1,
  'Shipments that an order has paid for will not leave: their price is to be given back, or is kept.',
  {
    ...term,
    currency: CurrencyCode,
    shipments: Type.Integer({ minimum: 1 }),
    /** Their price, without tax and shipping. */
    goods_minor: AmountMinor,
    unshipped: Type.Union([Type.Literal('refund'), Type.Literal('keep')]),
    because: Type.String(),
  },
);
export type PrepaidShipmentsLapsed = DataOf<typeof PREPAID_SHIPMENTS_LAPSED>;
