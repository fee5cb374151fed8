import type { LineAmount } from './facts';
import { NEW_LINE, accountOf } from './goods';
import type { Attempt, Charge, LineAccount, OpenPayment } from './state';

/** The last attempt, changed. */
export function withAttempt(state: OpenPayment, changes: Partial<Attempt>): OpenPayment {
  const last = state.attempts[state.attempts.length - 1];
  if (!last) return state;
  return { ...state, attempts: [...state.attempts.slice(0, -1), { ...last, ...changes }] };
}

/** The accounts of the named lines, changed. */
export function withLines<Line extends Pick<LineAmount, 'lineId' | 'quantity'>>(
  state: OpenPayment,
  changed: readonly Line[],
  change: (account: LineAccount, line: Line) => Partial<LineAccount>,
): OpenPayment {
  const lines = { ...state.lines };
  for (const line of changed) {
    const account = lines[line.lineId] ?? accountOf(state, line.lineId) ?? NEW_LINE;
    lines[line.lineId] = { ...account, ...change(account, line) };
  }
  return { ...state, lines };
}

/** What is promised to be given back of a charge, changed. */
export function promised(
  charges: readonly Charge[],
  on: string,
  amountMinor: number,
): readonly Charge[] {
  return charges.map((charge) =>
    charge.reference === on
      ? { ...charge, refundedMinor: charge.refundedMinor + amountMinor }
      : charge,
  );
}
