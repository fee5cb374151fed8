import { never } from '@continuo/kernel/decider';
import { HOLD_PAYMENT_UNKNOWN, type OrderEvent, type Placement } from './events';
import type { LineQuantity } from './line';
import {
  type Draft,
  isPlaced,
  type OrderPayment,
  type OrderState,
  outstanding,
  type Placed,
  type PlacedStatus,
} from './state';

export function evolve(state: OrderState, event: OrderEvent): OrderState {
  switch (event.type) {
    case 'order.draft-opened.v1':
      return { ...event.data, status: 'draft', lines: [], linesAdded: 0, consent: null };
    case 'order.line-added.v1':
      return drafted(state, ({ lines, linesAdded }) => ({
        lines: [...lines, event.data.line],
        linesAdded: linesAdded + 1,
      }));
    case 'order.line-removed.v1':
      return drafted(state, ({ lines }) => ({
        lines: lines.filter(({ lineId }) => lineId !== event.data.line.lineId),
      }));
    case 'order.consent-recorded.v1':
      return drafted(state, () => ({ consent: event.data }));
    case 'order.draft-abandoned.v1':
      return drafted(state, () => ({ status: 'abandoned' }));
    case 'order.placed.v2':
      return placedFrom(event.data);
    case 'order.shipping-scheduled.v1':
      return placed(state, () => ({ shipOn: event.data.shipOn }));
    case 'order.payment-retried.v1':
      return paid(state, () => ({
        state: 'requested',
        terms: event.data.payment,
        link: null,
      }));
    case 'order.instalment-retried.v1':
      return paid(state, () => ({ owed: null, link: null }));
    case 'order.payment-link-used.v1': {
      const { paymentLinkId, attempt } = event.data;
      return paid(state, () => ({ link: { paymentLinkId, attempt } }));
    }
    case 'order.payment-authorised.v1':
      return paid(state, () => ({ state: 'authorised', authorisation: event.data }));
    case 'order.payment-declined.v1':
      return paid(state, ({ state: before }) => ({
        state: event.data.instalment > 1 ? before : 'declined',
        decline: event.data,
        ...(event.data.instalment > 1 && { owed: event.data }),
      }));
    case 'order.payment-captured.v1':
      return paid(state, ({ captures, capturedMinor, owed }) => ({
        captures: { ...captures, [event.data.captureId]: event.data.amountMinor },
        capturedMinor: capturedMinor + event.data.amountMinor,
        owed: owed?.instalment === event.data.instalment ? null : owed,
      }));
    case 'order.payment-refunded.v1':
      return paid(state, ({ refunds, refundedMinor }) => ({
        refunds: { ...refunds, [event.data.refundId]: event.data.amountMinor },
        refundedMinor: refundedMinor + event.data.amountMinor,
      }));
    case 'order.held.v1':
      return placed(state, ({ pay }) => ({
        hold: event.data,
        pay: event.data.reason === HOLD_PAYMENT_UNKNOWN ? { ...pay, state: 'unknown' } : pay,
      }));
    case 'order.hold-lifted.v1':
      return placed(state, () => ({ hold: null }));
    case 'order.released.v1':
      return placed(state, () => ({ releases: event.data.release }));
    case 'order.package-shipped.v1':
      return placed(state, ({ shipped, packages }) => ({
        shipped: withUnits(shipped, event.data.lines),
        packages: [...packages, { ...event.data, deliveredAt: null }],
      }));
    case 'order.package-delivered.v1':
      return placed(state, ({ packages }) => ({
        packages: packages.map((each) =>
          each.packageId === event.data.packageId
            ? { ...each, deliveredAt: event.data.deliveredAt }
            : each,
        ),
      }));
    case 'order.cancellation-requested.v1':
      return placed(state, () => ({ cancellation: { reason: event.data.reason, refused: false } }));
    case 'order.cancellation-refused.v1':
      return placed(state, () => ({ cancellation: { reason: event.data.reason, refused: true } }));
    case 'order.cancelled.v1':
      return placed(state, (order) => ({
        cancelled: withUnits(order.cancelled, event.data.lines),
        cancelReason: event.data.reason,
        cancellation: null,
        hold: null,
      }));
    default:
      return never(event);
  }
}

function placedFrom(placement: Placement): Placed {
  return {
    status: 'placed',
    pay: {
      state: 'requested',
      terms: placement.payment,
      authorisation: null,
      decline: null,
      owed: null,
      link: null,
      captures: {},
      refunds: {},
      capturedMinor: 0,
      refundedMinor: 0,
    },
    hold: null,
    shipOn: null,
    releases: 0,
    shipped: {},
    cancelled: {},
    packages: [],
    cancellation: null,
    cancelReason: null,
    ...placement,
  };
}

function drafted(state: OrderState, change: (draft: Draft) => Partial<Draft>): OrderState {
  if (state.status === 'none' || isPlaced(state)) return state;
  return { ...state, ...change(state) };
}

function placed(state: OrderState, change: (order: Placed) => Partial<Placed>): OrderState {
  if (!isPlaced(state)) return state;
  const after = { ...state, ...change(state) };
  return { ...after, status: statusOf(after) };
}

function paid(state: OrderState, change: (pay: OrderPayment) => Partial<OrderPayment>): OrderState {
  return placed(state, ({ pay }) => ({ pay: { ...pay, ...change(pay) } }));
}

function withUnits(
  units: Readonly<Record<string, number>>,
  lines: readonly LineQuantity[],
): Readonly<Record<string, number>> {
  const after: Record<string, number> = { ...units };
  for (const { lineId, quantity } of lines) after[lineId] = (after[lineId] ?? 0) + quantity;
  return after;
}

/** Follows from what was shipped, delivered and cancelled, so a late fact never undoes a later one. */
function statusOf(order: Placed): PlacedStatus {
  const shippedAny = order.packages.length > 0;
  if (order.lines.every((line) => outstanding(order, line) === 0)) {
    if (!shippedAny) return 'cancelled';
    return order.packages.every(({ deliveredAt }) => deliveredAt !== null)
      ? 'delivered'
      : 'shipped';
  }
  if (order.hold) return 'held';
  if (shippedAny) return 'part-shipped';
  return order.releases > 0 ? 'released' : 'placed';
}
