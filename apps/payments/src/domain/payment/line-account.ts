import { allocateMinor } from '@continuo/kernel/money';
import type { LineAmount, LineQuantity } from './facts';
import type { LineAccount, Parts } from './state';

const NOTHING: Parts = { goodsMinor: 0, shippingMinor: 0, taxMinor: 0 };

export const NEW_LINE: LineAccount = {
  shipped: 0,
  cancelled: 0,
  capturedMinor: 0,
  refundedMinor: 0,
  refundingMinor: 0,
  waivedMinor: 0,
  refundedUnits: 0,
  disputedMinor: 0,
  owed: NOTHING,
  taken: NOTHING,
};

type Change = (account: LineAccount, line: LineAmount) => Partial<LineAccount>;

export const billed: Change = (account, line) => ({
  shipped: account.shipped + line.quantity,
  owed: plus(account.owed, line, 1),
});

export const captured: Change = (account, line) => ({
  capturedMinor: account.capturedMinor + line.amountMinor,
  owed: plus(account.owed, line, -1),
  taken: plus(account.taken, line, 1),
});

export const refundPromised: Change = (account, line) => ({
  refundingMinor: account.refundingMinor + line.amountMinor,
  refundedUnits: account.refundedUnits + line.quantity,
  taken: plus(account.taken, line, -1),
});

/** The money stays; the goods that came back stay given back. */
export const refundFailed: Change = (account, line) => ({
  refundingMinor: account.refundingMinor - line.amountMinor,
  taken: plus(account.taken, line, 1),
});

export const refunded: Change = (account, line) => ({
  refundingMinor: account.refundingMinor - line.amountMinor,
  refundedMinor: account.refundedMinor + line.amountMinor,
});

/** A dispute holds it, or has taken it: it cannot be refunded as well. */
export const disputed: Change = (account, line) => ({
  disputedMinor: account.disputedMinor + line.amountMinor,
  taken: plus(account.taken, line, -1),
});

export const undisputed: Change = (account, line) => ({
  disputedMinor: account.disputedMinor - line.amountMinor,
  taken: plus(account.taken, line, 1),
});

export const waived: Change = (account, line) => ({
  waivedMinor: account.waivedMinor + line.amountMinor,
  owed: plus(account.owed, line, -1),
});

export const cancelled = (account: LineAccount, line: LineQuantity): Partial<LineAccount> => ({
  cancelled: account.cancelled + line.quantity,
});

function plus(parts: Parts, line: Parts, sign: 1 | -1): Parts {
  return {
    goodsMinor: parts.goodsMinor + sign * line.goodsMinor,
    shippingMinor: parts.shippingMinor + sign * line.shippingMinor,
    taxMinor: parts.taxMinor + sign * line.taxMinor,
  };
}

/**
 * An amount out of what is left, in proportion to its parts, by largest remainder: no part gives more
 * than it has, and the last unit taken leaves nothing of any. More than there is would be goods.
 */
export function partsOf(left: Parts, amountMinor: number): Parts {
  const weights = [left.goodsMinor, left.shippingMinor, left.taxMinor].map((part) =>
    Math.max(0, part),
  );
  const within = Math.min(
    amountMinor,
    weights.reduce((sum, weight) => sum + weight, 0),
  );
  const [goods = 0, shippingMinor = 0, taxMinor = 0] =
    within === 0 ? [] : allocateMinor(within, weights);
  return { goodsMinor: goods + amountMinor - within, shippingMinor, taxMinor };
}
