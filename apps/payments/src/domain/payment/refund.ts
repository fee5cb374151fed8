import { allocateMinor, shareMinor } from '@continuo/kernel/money';
import { currencyMismatch, nothingToRefund, refundTooHigh, unknownLine } from './errors';
import type { PaymentEvent } from './events';
import type { LineAmount, OrderLineFacts } from './facts';
import {
  accountOf,
  instalmentShare,
  keptUnits,
  laterInstalments,
  lineOf,
  outstandingMinor,
} from './goods';
import { leftOn, refundableMinor } from './left';
import { partsOf } from './line-account';
import { CREDIT_ACCOUNT, type Charge, type OpenPayment } from './state';
import { refOf } from './steps';

/** One line of a refund: units given back, an amount, or both. */
export interface RefundLine {
  readonly lineId: string;
  readonly quantity?: number;
  readonly amountMinor?: number;
  /** Of goods and their tax alone. */
  readonly withoutShipping?: boolean;
}

export interface RefundRequest {
  readonly refundId: string;
  /** Over all lines; everything that is left when neither this nor `lines` is given. */
  readonly amountMinor?: number;
  readonly lines?: readonly RefundLine[];
  readonly reason: string;
  /** What the caller believes to be its currency; not checked when absent. */
  readonly currency?: string;
  /** As credit whatever it was paid with; otherwise what credit has paid, in proportion. */
  readonly toCredit?: boolean;
}

interface Share {
  readonly lineId: string;
  readonly quantity: number;
  readonly amountMinor: number;
  readonly withoutShipping?: boolean;
}

/**
 * The events of a refund: one per gateway charge that it is given back from, and what is not owed
 * any more because its goods came back. Throws when a line would give back more than was captured.
 */
export function requestRefund(payment: OpenPayment, request: RefundRequest): PaymentEvent[] {
  const { currency: asked } = request;
  if (asked !== undefined && asked !== payment.order.currency) {
    throw currencyMismatch(payment.order.currency);
  }
  const shares = sharesOf(payment, request);
  const totalMinor = shares.reduce((sum, share) => sum + share.amountMinor, 0);
  if (totalMinor === 0) throw nothingToRefund();
  const lines = shares.map((share) => givenBack(payment, share));
  const events: PaymentEvent[] = [];
  let left = lines;
  for (const { charge, amountMinor } of chargesFor(payment, totalMinor)) {
    const [piece, rest] = takeFrom(left, amountMinor);
    const number = events.length + 1;
    const data = {
      refundId: number === 1 ? request.refundId : `${request.refundId}-${number}`,
      amountMinor: piece.reduce((sum, line) => sum + line.amountMinor, 0),
      lines: piece,
      reason: request.reason,
      on: charge.reference,
    };
    if (request.toCredit || charge.account === CREDIT_ACCOUNT) {
      const { customerId } = payment.order;
      const inFull = { ...refOf(payment), customerId, ...data };
      events.push({ type: 'payment.refunded-to-credit.v1', data: inFull });
    } else events.push({ type: 'payment.refund-requested.v1', data });
    left = rest;
  }
  if (left.length > 0) throw new Error(`charges of ${payment.paymentId} do not cover its captures`);
  const waived = shares.flatMap((share) => waivedLine(payment, share));
  if (waived.length > 0) {
    const { paymentId, order } = payment;
    const { orderId, currency } = order;
    events.push({
      type: 'payment.claim-waived.v1',
      data: { paymentId, orderId, currency, lines: waived },
    });
  }
  return events;
}

/** The charges that an amount is given back of: credit and card in proportion to what is left of each, oldest first. */
function chargesFor(payment: OpenPayment, totalMinor: number) {
  const charges = payment.charges.map((charge) => ({
    charge,
    left: Math.max(0, leftOn(payment, charge.reference)),
  }));
  const byCredit = charges.filter(({ charge }) => charge.account === CREDIT_ACCOUNT);
  const byCard = charges.filter(({ charge }) => charge.account !== CREDIT_ACCOUNT);
  const weights = [byCredit, byCard].map((some) => some.reduce((sum, { left }) => sum + left, 0));
  const [creditMinor = 0, cardMinor = 0] = weights[0]
    ? allocateMinor(totalMinor, weights)
    : [0, totalMinor];
  return [...oldestFirst(byCredit, creditMinor), ...oldestFirst(byCard, cardMinor)];
}

function oldestFirst(
  charges: readonly { readonly charge: Charge; readonly left: number }[],
  totalMinor: number,
) {
  let wanted = totalMinor;
  return charges.flatMap(({ charge, left }) => {
    const amountMinor = Math.min(left, wanted);
    wanted -= amountMinor;
    return amountMinor > 0 ? [{ charge, amountMinor }] : [];
  });
}

function sharesOf(payment: OpenPayment, request: RefundRequest): Share[] {
  if (request.lines) return request.lines.map((line, index) => namedShare(payment, line, index));
  const accounts = payment.order.lines.map((line) => accountOf(payment, line.lineId));
  const refundable = accounts.map(refundableMinor);
  const availableMinor = refundable.reduce((sum, amount) => sum + amount, 0);
  if (availableMinor === 0) throw nothingToRefund();
  const amountMinor = request.amountMinor ?? availableMinor;
  if (amountMinor > availableMinor)
    throw refundTooHigh(amountMinor, availableMinor, '/amount_minor');
  const parts = allocateMinor(amountMinor, refundable);
  return payment.order.lines.flatMap((line, index) => {
    const part = parts[index] ?? 0;
    const account = accounts[index];
    if (part === 0 || !account) return [];
    const everything = part === refundable[index];
    const quantity = everything ? account.shipped - account.refundedUnits : 0;
    return [{ lineId: line.lineId, quantity, amountMinor: part }];
  });
}

function namedShare(payment: OpenPayment, asked: RefundLine, index: number): Share {
  const { lineId } = asked;
  if (!payment.order.lines.some((line) => line.lineId === lineId)) {
    throw unknownLine(lineId, `/lines/${index}/line_id`);
  }
  const account = accountOf(payment, lineId);
  const refundable = refundableMinor(account);
  const kept = account.shipped - account.refundedUnits;
  if ((asked.quantity ?? 0) > kept) {
    throw refundTooHigh(asked.quantity ?? 0, kept, `/lines/${index}/quantity`, lineId);
  }
  const quantity = asked.quantity ?? 0;
  const amountMinor =
    asked.amountMinor ??
    (asked.quantity === undefined || quantity === kept
      ? refundable
      : Math.min(
          refundable,
          shareMinor(account.capturedMinor, account.refundedUnits, quantity, account.shipped),
        ));
  if (amountMinor > refundable) {
    throw refundTooHigh(amountMinor, refundable, `/lines/${index}/amount_minor`, lineId);
  }
  const all = asked.quantity === undefined && amountMinor === refundable && refundable > 0;
  const { withoutShipping } = asked;
  return { lineId, quantity: all ? kept : quantity, amountMinor, withoutShipping };
}

function givenBack(payment: OpenPayment, share: Share): LineAmount {
  const { lineId, quantity, amountMinor } = share;
  const { taken } = accountOf(payment, lineId);
  const from = share.withoutShipping ? { ...taken, shippingMinor: 0 } : taken;
  return { lineId, quantity, amountMinor, ...partsOf(from, amountMinor) };
}

/** Later instalments of units that came back: billed when they left, never to be charged. */
function waivedLine(payment: OpenPayment, share: Share): LineAmount[] {
  const { lineId, quantity } = share;
  const line = lineOf(payment, lineId);
  if (!line || quantity === 0) return [];
  const account = accountOf(payment, lineId);
  const kept = keptUnits(account);
  const outstanding = outstandingMinor(payment, lineId);
  const amountMinor =
    quantity < kept
      ? Math.min(outstanding, laterSharesMinor(payment, line, kept, quantity))
      : outstanding;
  if (amountMinor <= 0) return [];
  return [{ lineId, quantity, amountMinor, ...partsOf(account.owed, amountMinor) }];
}

/** What falls off the later instalments when `quantity` of the `kept` units come back. */
function laterSharesMinor(
  payment: OpenPayment,
  line: OrderLineFacts,
  kept: number,
  quantity: number,
): number {
  return laterInstalments(payment).reduce(
    (sum, number) =>
      sum +
      instalmentShare(line, number, 0, kept) -
      instalmentShare(line, number, 0, kept - quantity),
    0,
  );
}

/** Splits lines so that the first part adds up to at most `limitMinor`. */
function takeFrom(lines: readonly LineAmount[], limitMinor: number): [LineAmount[], LineAmount[]] {
  const taken: LineAmount[] = [];
  const rest: LineAmount[] = [];
  let left = limitMinor;
  for (const line of lines) {
    if (line.amountMinor <= left) {
      taken.push(line);
      left -= line.amountMinor;
    } else if (left === 0) {
      rest.push(line);
    } else {
      const [goods = 0, shipping = 0, tax = 0] = allocateMinor(left, [
        line.goodsMinor,
        line.shippingMinor,
        line.taxMinor,
      ]);
      taken.push({
        ...line,
        amountMinor: left,
        goodsMinor: goods,
        shippingMinor: shipping,
        taxMinor: tax,
      });
      rest.push({
        lineId: line.lineId,
        quantity: 0,
        amountMinor: line.amountMinor - left,
        goodsMinor: line.goodsMinor - goods,
        shippingMinor: line.shippingMinor - shipping,
        taxMinor: line.taxMinor - tax,
      });
      left = 0;
    }
  }
  return [taken, rest];
}
