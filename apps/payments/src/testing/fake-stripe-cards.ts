/** Cards by their test number's meaning; `pm_card_...` as Stripe names its own. */
export const CARDS: Readonly<
  Record<string, { readonly decline?: string; readonly advice?: string; readonly raise?: string }>
> = {
  pm_card_visa: {},
  pm_card_visa_chargeDeclinedInsufficientFunds: { decline: 'insufficient_funds' },
  pm_card_visa_chargeDeclinedStolenCard: { decline: 'stolen_card' },
  pm_card_doNotTryAgain: { decline: 'generic_decline', advice: 'do_not_try_again' },
  pm_card_authenticationRequired: { decline: 'authentication_required' },
  pm_card_noMoreThanHeld: { raise: 'insufficient_funds' },
};
