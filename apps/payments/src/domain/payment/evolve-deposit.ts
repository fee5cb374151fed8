import { never } from '@continuo/kernel/decider';
import { withAttempt, withLines } from './changes';
import type { DepositEvent } from './deposit-events';
import { less } from './evolve-credit';
import type { PaymentEvent } from './events';
import { everythingLeft } from './goods';
import { captured } from './line-account';
import { type Charge, DEPOSIT, type OpenPayment } from './state';

const DEPOSITS = {
  'payment.deposit-agreed.v1': true,
  'payment.deposit-taken.v1': true,
  'payment.deposit-used.v1': true,
  'payment.deposit-refund-requested.v1': true,
  'payment.deposit-refunded.v1': true,
} as const satisfies Readonly<Record<DepositEvent['type'], true>>;

export function isDeposit(event: PaymentEvent): event is DepositEvent {
  return Object.hasOwn(DEPOSITS, event.type);
}

export function evolveDeposit(state: OpenPayment, event: DepositEvent): OpenPayment {
  const { deposit } = state;
  const { amountMinor } = event.data;
  switch (event.type) {
    case 'payment.deposit-agreed.v1':
      return { ...state, deposit: { ...deposit, wantedMinor: amountMinor } };
    case 'payment.deposit-taken.v1': {
      const { reference, networkTransactionId } = event.data;
      const account = state.attempts.at(-1)?.account ?? state.account;
      // Nothing of it has paid for goods yet.
      const charge: Charge = {
        reference,
        of: null,
        account,
        instalment: DEPOSIT,
        amountMinor: 0,
        refundedMinor: 0,
      };
      return {
        ...withAttempt(state, { status: 'succeeded' }),
        method: networkTransactionId ? { ...state.method, networkTransactionId } : state.method,
        deposit: { wantedMinor: 0, heldMinor: amountMinor, reference },
        charges: [...state.charges, charge],
        // The rest is authorised at once.
        authoriseAt: everythingLeft(state) ? null : '',
      };
    }
    case 'payment.deposit-used.v1': {
      const { reference, packageId, lines } = event.data;
      return {
        ...withLines(state, lines, captured),
        deposit: { ...deposit, heldMinor: deposit.heldMinor - amountMinor },
        charges: state.charges.map((charge) =>
          charge.reference === reference
            ? { ...charge, amountMinor: charge.amountMinor + amountMinor }
            : charge,
        ),
        toCapture: state.toCapture.map((pending) =>
          pending.packageId === packageId
            ? { ...pending, firstInstalment: less(pending.firstInstalment, lines) }
            : pending,
        ),
      };
    }
    case 'payment.deposit-refund-requested.v1': {
      const { refundId, on } = event.data;
      const refund = { refundId, amountMinor, on, lines: [], reason: 'deposit', deposit: true };
      return {
        ...state,
        deposit: { ...deposit, heldMinor: deposit.heldMinor - amountMinor },
        toRefund: [...state.toRefund, refund],
      };
    }
    case 'payment.deposit-refunded.v1': {
      const { refundId } = event.data;
      return {
        ...withAttempt(state, { status: 'succeeded' }),
        toRefund: state.toRefund.filter((refund) => refund.refundId !== refundId),
      };
    }
    default:
      return never(event);
  }
}
