import type { OrderLine, SealedAddress as SealedAddressMessage } from '@continuo/contracts/common';
import type {
  OrderOrigin,
  PaymentTerms as PaymentTermsMessage,
  Sale as SaleMessage,
} from '@continuo/contracts/common';
import type { Origin, PaymentTerms, Sale, SealedAddress } from '../domain/order/events';
import type { PricedLine } from '../domain/order/line';

/** A line as the other services know it. */
export function lineMessage(line: PricedLine): OrderLine {
  const { program } = line;
  return {
    line_id: line.lineId,
    kind: line.kind,
    offer_id: line.offerId,
    sku: line.sku,
    name: line.name,
    quantity: line.quantity,
    unit_price_minor: line.unitPriceMinor,
    goods_minor: line.goodsMinor,
    shipping_minor: line.shippingMinor,
    tax_minor: line.taxMinor,
    total_minor: line.totalMinor,
    instalments_minor: [...line.instalmentsMinor],
    program: program && {
      plan_id: program.planId,
      plan_version: program.planVersion,
      interval: program.interval,
      unit_price_minor: program.unitPriceMinor,
      sku: program.sku,
      quantity: program.quantity,
    },
    ...(line.bundle && { bundle: { ...line.bundle } }),
  };
}

export function saleMessage(sale: Sale): SaleMessage {
  return {
    campaign_id: sale.campaignId,
    call_id: sale.callId,
    agent_id: sale.agentId,
    call_centre_id: sale.callCentreId,
  };
}

export function originMessage(origin: Origin): OrderOrigin {
  if (origin.kind === 'call') return origin;
  return { kind: 'program', subscription_id: origin.subscriptionId, cycle: origin.cycle };
}

export function paymentMessage({
  token,
  initiator,
  networkTransactionId,
}: PaymentTerms): PaymentTermsMessage {
  const online = initiator === 'online';
  return {
    token,
    // Of the customer's own doing, which a message of this version has one word for.
    initiator: online ? 'moto' : initiator,
    ...(online && { channel: 'online' }),
    network_transaction_id: networkTransactionId,
  };
}

export function addressMessage({ sealed, stream, field }: SealedAddress): SealedAddressMessage {
  return { sealed, stream, field };
}
