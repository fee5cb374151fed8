import { describePaymentGateway } from '@continuo/testing/payment-gateway.contract';
import Stripe from 'stripe';
import { stripeClient } from './stripe-client';
import { StripeGateway } from './stripe-gateway';

const secretKey = process.env['STRIPE_SECRET_KEY'] ?? '';
const reason = secretKey.startsWith('sk_test_')
  ? undefined
  : 'set STRIPE_SECRET_KEY to the secret key of a test account at Stripe';

/** Stripe's test cards; each run stores cards of its own. */
const CARDS = {
  approved: 'tok_visa',
  declinedSoft: 'tok_chargeCustomerFail',
  declinedHard: 'tok_visa_chargeDeclinedStolenCard',
};

/** The contract against Stripe itself: run with `npm run test:engines -- stripe-live`. */
const suite = reason === undefined ? describe : describe.skip;
suite(`Stripe itself${reason === undefined ? '' : ` (skipped: ${reason})`}`, () => {
  jest.setTimeout(60_000);
  const stripe: Stripe = stripeClient(secretKey || 'sk_test_none');
  const tokens = {
    approved: '',
    declinedSoft: '',
    declinedHard: '',
    unknownToken: 'pm_nobody',
    foreign: async () => {
      const { id } = await stripe.paymentMethods.create({
        type: 'card',
        card: { token: 'tok_visa' },
      });
      const { id: customer } = await stripe.customers.create({});
      await stripe.paymentMethods.attach(id, { customer });
      return id;
    },
  };

  beforeEach(async () => {
    for (const name of ['approved', 'declinedSoft', 'declinedHard'] as const) {
      const { id } = await stripe.paymentMethods.create({
        type: 'card',
        card: { token: CARDS[name] },
      });
      tokens[name] = id;
    }
  });

  describePaymentGateway(
    'Stripe',
    () => Promise.resolve({ gateway: new StripeGateway(stripe), close: () => Promise.resolve() }),
    tokens,
    'maybe',
  );
});
