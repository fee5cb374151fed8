/** Whose rules a card is bound to; `other` where the gateway does not tell. */
export type Network = 'visa' | 'mastercard' | 'amex' | 'discover' | 'other';
export const NETWORKS: readonly Network[] = ['visa', 'mastercard', 'amex', 'discover', 'other'];

/** The network that a gateway names, by its own word for it. */
export function networkOf(name: string | null | undefined): Network {
  switch (name?.toLowerCase().replace(/[^a-z]/g, '')) {
    case 'visa':
      return 'visa';
    case 'mastercard':
    case 'maestro':
      return 'mastercard';
    case 'amex':
    case 'americanexpress':
      return 'amex';
    case 'discover':
    case 'diners':
      return 'discover';
    default:
      return 'other';
  }
}
