import { orderNotFound } from '../../domain/order/errors';
import type { Consent } from '../../domain/order/events';
import type { DraftLine, Instalment, PricedLine } from '../../domain/order/line';
import {
  type Draft,
  dueMinor,
  isPlaced,
  type OrderState,
  type Placed,
} from '../../domain/order/state';
import type {
  CancellationView,
  ConsentView,
  InstalmentView,
  OrderLineView,
  OrderPaymentView,
  OrderView,
  PackageView,
} from './order.view';

/** An order as the API shows it; the address is added where it may be seen. */
export function showOrder(orderId: string, order: OrderState, revision: number): OrderView {
  if (order.status === 'none') throw orderNotFound(orderId);
  return isPlaced(order) ? showPlaced(order, revision) : showDraft(order, revision);
}

function showDraft(draft: Draft, revision: number): OrderView {
  return {
    order_id: draft.orderId,
    status: draft.status === 'abandoned' ? 'cancelled' : 'draft',
    ...saleOf(draft),
    subscription_id: null,
    cycle: null,
    lines: draft.lines.map(showLine),
    placed_on: null,
    ship_on: null,
    goods_minor: null,
    shipping_minor: null,
    tax_minor: null,
    total_minor: null,
    due_minor: null,
    instalments: [],
    payment: null,
    consent: draft.consent && showConsent(draft.consent),
    hold_reason: null,
    packages: [],
    cancellation: null,
    revision,
  };
}

function showPlaced(order: Placed, revision: number): OrderView {
  const { origin, totals } = order;
  return {
    order_id: order.orderId,
    status: order.status,
    ...saleOf(order),
    subscription_id: origin.kind === 'program' ? origin.subscriptionId : null,
    cycle: origin.kind === 'program' ? origin.cycle : null,
    lines: order.lines.map((line) =>
      Object.assign(showPricedLine(line), {
        shipped_quantity: order.shipped[line.lineId] ?? 0,
        cancelled_quantity: order.cancelled[line.lineId] ?? 0,
      }),
    ),
    placed_on: order.placedOn,
    ship_on: order.shipOn,
    goods_minor: totals.goodsMinor,
    shipping_minor: totals.shippingMinor,
    tax_minor: totals.taxMinor,
    total_minor: totals.totalMinor,
    due_minor: dueMinor(order),
    instalments: order.instalments.map(showInstalment),
    payment: showPayment(order),
    consent: order.consent && showConsent(order.consent),
    hold_reason: order.hold?.reason ?? null,
    packages: showPackages(order),
    cancellation: showCancellation(order),
    revision,
  };
}

function saleOf({ customerId, sale, currency }: Draft | Placed) {
  return {
    customer_id: customerId,
    campaign_id: sale.campaignId,
    call_id: sale.callId,
    agent_id: sale.agentId,
    call_centre_id: sale.callCentreId,
    currency,
  };
}

export function showLine(line: DraftLine): OrderLineView {
  const { program } = line;
  return {
    line_id: line.lineId,
    kind: line.kind,
    offer_id: line.offerId,
    offer_price_version: line.offerPriceVersion,
    sku: line.sku,
    name: line.name,
    quantity: line.quantity,
    unit_price_minor: line.unitPriceMinor,
    instalments: line.instalments,
    program: program && {
      plan_id: program.planId,
      plan_version: program.planVersion,
      interval: program.interval,
      sku: program.sku,
      quantity: program.quantity,
      unit_price_minor: program.unitPriceMinor,
      shipping_minor: program.shippingMinor,
    },
    ...(line.bundle && { bundle: { ...line.bundle } }),
    ...(line.components && {
      components: line.components.map(({ sku, name, quantity }) => ({ sku, name, quantity })),
    }),
  };
}

export function showPricedLine(line: PricedLine): OrderLineView {
  return Object.assign(showLine(line), {
    goods_minor: line.goodsMinor,
    shipping_minor: line.shippingMinor,
    tax_minor: line.taxMinor,
    tax_jurisdiction: line.tax.jurisdiction,
    tax_rate: line.tax.rate,
    tax_basis_minor: line.tax.basisMinor,
    total_minor: line.totalMinor,
    instalments_minor: [...line.instalmentsMinor],
  });
}

export function showInstalment({ number, dueOn, amountMinor }: Instalment): InstalmentView {
  return { number, due_on: dueOn, amount_minor: amountMinor };
}

function showPayment({ pay }: Placed): OrderPaymentView {
  const { decline } = pay;
  return {
    state: pay.state,
    payment_id: pay.authorisation?.paymentId ?? decline?.paymentId ?? null,
    last_decline: decline && {
      decline: decline.decline,
      code: decline.code,
      final: decline.final,
      retry_at: decline.retryAt,
    },
    payment_link_id: pay.link?.paymentLinkId ?? null,
    captured_minor: pay.capturedMinor,
    refunded_minor: pay.refundedMinor,
  };
}

function showConsent({ scriptVersion, words, recordingReference, givenAt }: Consent): ConsentView {
  return {
    script_version: scriptVersion,
    words,
    recording_reference: recordingReference,
    given_at: givenAt,
  };
}

function showPackages({ packages }: Placed): PackageView[] {
  return packages.map((each) => ({
    package_id: each.packageId,
    shipment_id: each.shipmentId,
    carrier: each.tracking.carrier,
    tracking_number: each.tracking.number,
    lines: each.lines.map(({ lineId, sku, quantity }) => ({ line_id: lineId, sku, quantity })),
    shipped_at: each.shippedAt,
    delivered_at: each.deliveredAt,
  }));
}

function showCancellation({ cancellation, cancelReason }: Placed): CancellationView | null {
  if (cancelReason !== null) return { state: 'done', reason: cancelReason };
  if (!cancellation) return null;
  return { state: cancellation.refused ? 'refused' : 'requested', reason: cancellation.reason };
}
