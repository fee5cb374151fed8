import { shareMinor } from '@continuo/kernel/money';
import type { LineAmount, LineQuantity, OrderLineFacts } from './facts';
import type { LineQuantityAmount } from './events';
import { NEW_LINE, partsOf } from './line-account';
import type { LineAccount, OpenPayment } from './state';

export function accountOf(payment: OpenPayment, lineId: string): LineAccount {
  return payment.lines[lineId] ?? NEW_LINE;
}

export function lineOf(payment: OpenPayment, lineId: string): OrderLineFacts | undefined {
  return payment.order.lines.find((line) => line.lineId === lineId);
}

/** Units that are neither shipped nor cancelled. */
export function unitsToShip(payment: OpenPayment, line: OrderLineFacts): number {
  const account = accountOf(payment, line.lineId);
  return line.quantity - account.shipped - account.cancelled;
}

export function everythingLeft(payment: OpenPayment): boolean {
  return payment.order.lines.every((line) => unitsToShip(payment, line) === 0);
}

/** A line's n-th instalment for units `before + 1 .. before + count`; shares add up to the whole. */
export function instalmentShare(
  line: OrderLineFacts,
  instalment: number,
  before: number,
  count: number,
): number {
  const amountMinor = line.instalmentsMinor[instalment - 1] ?? 0;
  if (count === line.quantity) return amountMinor;
  return count === 0 ? 0 : shareMinor(amountMinor, before, count, line.quantity);
}

/** What the first instalment takes for goods that are still to leave. */
export function toShipMinor(payment: OpenPayment): number {
  return payment.order.lines.reduce((sum, line) => {
    const { shipped } = accountOf(payment, line.lineId);
    return sum + instalmentShare(line, 1, shipped, unitsToShip(payment, line));
  }, 0);
}

/**
 * What the card still has to cover of the first instalment: packages to be captured and goods to be
 * shipped, less the credit and the deposit that pay for them.
 */
export function toAuthoriseMinor(payment: OpenPayment): number {
  let amountMinor = toShipMinor(payment) - payment.creditMinor - payment.deposit.heldMinor;
  for (const { firstInstalment } of payment.toCapture) {
    for (const line of firstInstalment) amountMinor += line.amountMinor;
  }
  return amountMinor;
}

/** What all instalments of the goods that were not cancelled cost, and nothing has paid for yet. */
export function orderLeftMinor(payment: OpenPayment): number {
  const paidBefore = payment.creditMinor + payment.deposit.heldMinor;
  return payment.order.lines.reduce((sum, line) => {
    const { cancelled, capturedMinor, waivedMinor } = accountOf(payment, line.lineId);
    const kept = shareMinor(line.totalMinor, 0, line.quantity - cancelled, line.quantity);
    return sum + kept - capturedMinor - waivedMinor;
  }, -paidBefore);
}

/** What was taken as a deposit and is not needed: goods were cancelled before it was known to be taken. */
export function excessDepositMinor(payment: OpenPayment): number {
  const wanted = Math.max(0, toShipMinor(payment) - payment.creditMinor);
  return Math.max(0, payment.deposit.heldMinor - wanted);
}

/** Units that have left and were not given back. */
export function keptUnits({ shipped, refundedUnits }: LineAccount): number {
  return Math.max(0, shipped - refundedUnits);
}

/** What was billed of a line and is still to be charged by later instalments, or waived. */
export function outstandingMinor(payment: OpenPayment, lineId: string): number {
  const { goodsMinor, shippingMinor, taxMinor } = accountOf(payment, lineId).owed;
  const pending = payment.toCapture.flatMap(({ firstInstalment }) => firstInstalment);
  return pending.reduce(
    (sum, each) => sum - (each.lineId === lineId ? each.amountMinor : 0),
    goodsMinor + shippingMinor + taxMinor,
  );
}

/** Numbers of the later instalments that are still to be charged. */
export function laterInstalments({ order, charged }: OpenPayment): number[] {
  return order.instalments.flatMap(({ number }) =>
    number < 2 || charged.includes(number) ? [] : [number],
  );
}

/**
 * What a later instalment takes of a line: the share of the units that are kept. The last one takes
 * all that is outstanding, so that nothing of what was billed stays behind in shares that were
 * rounded one by one.
 */
export function laterInstalmentMinor(
  payment: OpenPayment,
  line: OrderLineFacts,
  instalment: number,
): number {
  const kept = keptUnits(accountOf(payment, line.lineId));
  const numbers = laterInstalments(payment);
  if (kept === 0 || !numbers.includes(instalment)) return 0;
  let left = Math.max(0, outstandingMinor(payment, line.lineId));
  for (const number of numbers.slice(0, numbers.indexOf(instalment)))
    left -= Math.min(left, instalmentShare(line, number, 0, kept));
  return instalment === numbers.at(-1)
    ? left
    : Math.min(left, instalmentShare(line, instalment, 0, kept));
}

/**
 * The goods, shipping and tax within minor units `before + 1 .. before + amount` of a line's total:
 * parts are never negative, add up to the amount, and over the whole line to the line's own parts.
 */
export function splitLine(
  line: OrderLineFacts,
  quantity: number,
  beforeMinor: number,
  amountMinor: number,
): LineAmount {
  const { lineId, totalMinor } = line;
  if (amountMinor === 0 || totalMinor === 0) {
    return {
      lineId,
      quantity,
      amountMinor,
      goodsMinor: amountMinor,
      shippingMinor: 0,
      taxMinor: 0,
    };
  }
  if (amountMinor === totalMinor) {
    const { goodsMinor, shippingMinor, taxMinor } = line;
    return { lineId, quantity, amountMinor, goodsMinor, shippingMinor, taxMinor };
  }
  const taxMinor = shareMinor(line.taxMinor, beforeMinor, amountMinor, totalMinor);
  const untaxedTotal = totalMinor - line.taxMinor;
  const untaxedBefore = beforeMinor - shareMinor(line.taxMinor, 0, beforeMinor, totalMinor);
  const untaxed = amountMinor - taxMinor;
  const shippingMinor =
    untaxedTotal === 0 ? 0 : shareMinor(line.shippingMinor, untaxedBefore, untaxed, untaxedTotal);
  const goodsMinor = untaxed - shippingMinor;
  return { lineId, quantity, amountMinor, goodsMinor, shippingMinor, taxMinor };
}

/** Full price of units that have just left. */
export function billedLine(payment: OpenPayment, line: OrderLineFacts, count: number): LineAmount {
  const { shipped } = accountOf(payment, line.lineId);
  const before = shareMinor(line.totalMinor, 0, shipped, line.quantity);
  const amountMinor = shareMinor(line.totalMinor, shipped, count, line.quantity);
  return splitLine(line, count, before, amountMinor);
}

/** The first instalment's part of units that have just left. */
export function firstInstalmentOf(
  payment: OpenPayment,
  line: OrderLineFacts,
  count: number,
): LineQuantityAmount {
  const { shipped } = accountOf(payment, line.lineId);
  const amountMinor = instalmentShare(line, 1, shipped, count);
  return { lineId: line.lineId, quantity: count, amountMinor };
}

/**
 * Amounts taken per line, with their parts, on top of what was taken before; once something was
 * waived, out of what is still owed.
 */
export function capturedLines(
  payment: OpenPayment,
  amounts: readonly LineQuantityAmount[],
): LineAmount[] {
  return amounts.flatMap(({ lineId, quantity, amountMinor }) => {
    const line = lineOf(payment, lineId);
    const { capturedMinor, waivedMinor, owed } = accountOf(payment, lineId);
    if (!line) return [];
    return waivedMinor === 0
      ? [splitLine(line, quantity, capturedMinor, amountMinor)]
      : [{ lineId, quantity, amountMinor, ...partsOf(owed, amountMinor) }];
  });
}

/** The asked quantities, no more than what is still to be shipped; all of it when none are named. */
export function clipToOpenUnits(
  payment: OpenPayment,
  asked: readonly LineQuantity[],
): LineQuantity[] {
  return payment.order.lines.flatMap((line) => {
    const open = unitsToShip(payment, line);
    const wanted =
      asked.length === 0
        ? open
        : asked.reduce((sum, each) => sum + (each.lineId === line.lineId ? each.quantity : 0), 0);
    const quantity = Math.min(open, wanted);
    return quantity > 0 ? [{ lineId: line.lineId, quantity }] : [];
  });
}
