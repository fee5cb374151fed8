import type { DebitRequest } from '../../application/ports';

/**
 * By telephone, and on a page where he types the card, the customer is there, and the card is stored;
 * everything else is the merchant's own doing, for which Stripe cites the first transaction of the
 * stored card to its network.
 */
export function initiation({ initiator }: DebitRequest, holds: boolean) {
  const moto = initiator === 'moto';
  const onSession = moto || initiator === 'online';
  return {
    ...(onSession ? { setup_future_usage: 'off_session' as const } : { off_session: true }),
    payment_method_options: {
      card: {
        ...(moto && { moto }),
        ...(holds && {
          request_multicapture: 'if_available' as const,
          request_incremental_authorization: 'if_available' as const,
        }),
      },
    },
  };
}
