import { never } from '@continuo/kernel/decider';
import { promised, withLines } from './changes';
import type { CreditMoneyEvent } from './credit-events';
import type { LineQuantityAmount, PaymentEvent } from './events';
import type { LineAmount } from './facts';
import { captured, refundPromised, refunded } from './line-account';
import { CREDIT_ACCOUNT, type OpenPayment } from './state';

const CREDIT = {
  'payment.credit-applied.v1': true,
  'payment.paid-by-credit.v1': true,
  'payment.credit-returned.v1': true,
  'payment.refunded-to-credit.v1': true,
} as const satisfies Readonly<Record<CreditMoneyEvent['type'], true>>;

export function isCredit(event: PaymentEvent): event is CreditMoneyEvent {
  return Object.hasOwn(CREDIT, event.type);
}

export function evolveCredit(state: OpenPayment, event: CreditMoneyEvent): OpenPayment {
  const { amountMinor } = event.data;
  switch (event.type) {
    case 'payment.credit-applied.v1':
      return { ...state, creditMinor: state.creditMinor + amountMinor };
    case 'payment.credit-returned.v1':
      return { ...state, creditMinor: state.creditMinor - amountMinor };
    case 'payment.paid-by-credit.v1': {
      const { captureId: reference, packageId, lines } = event.data;
      const charge = { reference, of: null, account: CREDIT_ACCOUNT, instalment: 1 } as const;
      return {
        ...withLines(state, lines, captured),
        creditMinor: state.creditMinor - amountMinor,
        charges: [...state.charges, { ...charge, amountMinor, refundedMinor: 0 }],
        toCapture: state.toCapture.map((pending) =>
          pending.packageId === packageId
            ? { ...pending, firstInstalment: less(pending.firstInstalment, lines) }
            : pending,
        ),
      };
    }
    case 'payment.refunded-to-credit.v1': {
      const { refundId, lines, on } = event.data;
      return {
        ...withLines(withLines(state, lines, refundPromised), lines, refunded),
        charges: promised(state.charges, on, amountMinor),
        refundIds: [...state.refundIds, refundId],
      };
    }
    default:
      return never(event);
  }
}

/** What the card still has to pay of a package. */
export function less(due: readonly LineQuantityAmount[], paid: readonly LineAmount[]) {
  return due.map((line) => {
    const by = paid.find((each) => each.lineId === line.lineId)?.amountMinor ?? 0;
    return { ...line, amountMinor: line.amountMinor - by };
  });
}
