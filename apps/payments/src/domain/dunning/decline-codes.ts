import type { Decline } from '../payment/facts';
import type { Network } from './network';

/**
 * What a decline means for another try. `never`: lost, stolen, closed, forbidden. `new-details`: only
 * another card or expiry can help. The rest may be tried again, each by its own schedule.
 */
export type DeclineClass = 'never' | 'new-details' | 'no-funds' | 'unavailable' | 'refused';
export type RetryClass = Exclude<DeclineClass, 'never' | 'new-details'>;
export const RETRY_CLASSES: readonly RetryClass[] = ['no-funds', 'unavailable', 'refused'];

/** Raised with every change of a table: events name the version by which they were judged. */
export const CODE_TABLES_VERSION = 1;

type Table = { readonly [Class in DeclineClass]?: readonly string[] };

/** Response codes of ISO 8583 that the networks share. */
const ISO: Table = {
  never: ['04', '07', '12', '14', '15', '41', '43', '46', '57', '62', '63', '93'],
  'new-details': ['54', '55', '82', '6P', 'N7', '1A', '70'],
  'no-funds': ['51', '61', '65'],
  unavailable: ['19', '68', '91', '92', '96'],
  refused: ['01', '03', '05', '13', '52', '53', '59', '75', '78', '85', '86'],
};

/** What each network says otherwise, or besides. */
const TABLES: Readonly<Record<Network, Table>> = {
  /** Visa, excessive reattempts: category 1 is never to be tried again. R0, R1, R3: the holder stopped it. */
  visa: { never: ['R0', 'R1', 'R3'], refused: ['62', '93', 'N3', 'N4'], 'new-details': ['Z5'] },
  /** Mastercard: 78 is an account that does not exist; 79 and 82 to 83 are explained by advice codes. */
  mastercard: { never: ['78'], refused: ['79', '82', '83'], 'no-funds': ['61'] },
  /** American Express has three-digit action codes. */
  amex: {
    never: ['111', '189', '200'],
    'new-details': ['101', '122', '125', '187'],
    'no-funds': ['116', '121'],
    unavailable: ['911', '912'],
    refused: ['100', '106', '110', '115', '117'],
  },
  discover: { never: ['38', '67'] },
  other: {},
};

/** Mastercard's merchant advice codes; 24 to 30 say how long to wait, see `network-caps.ts`. */
const ADVICE: Readonly<Record<string, DeclineClass>> = {
  '01': 'new-details',
  '03': 'never',
  '21': 'never',
};

/** Names that gateways give to the same things. */
const GATEWAY: Table = {
  never: [
    'lost_card',
    'stolen_card',
    'pickup_card',
    'restricted_card',
    'fraudulent',
    'merchant_blacklist',
    'incorrect_number',
    'invalid_account',
    'no_such_account',
    'card_not_supported',
    'currency_not_supported',
    'revocation_of_authorization',
    'revocation_of_all_authorizations',
    'stop_payment_order',
    'transaction_not_allowed',
    'not_permitted',
    'unknown_token',
    'account_closed',
  ],
  'new-details': [
    'expired_card',
    'incorrect_cvc',
    'invalid_cvc',
    'invalid_expiry_month',
    'invalid_expiry_year',
    'incorrect_zip',
    'authentication_required',
    'new_account_information_available',
  ],
  'no-funds': [
    'insufficient_funds',
    'card_velocity_exceeded',
    'withdrawal_count_limit_exceeded',
    'approve_with_id',
  ],
  unavailable: [
    'issuer_not_available',
    'processing_error',
    'reenter_transaction',
    'try_again_later',
    'issuer_unavailable',
  ],
};

/** A decline as it came, by the gateway's judgement and by the network's own codes where it tells them. */
export interface RawDecline {
  readonly decline: Decline;
  /** The gateway's own code. */
  readonly code: string;
  readonly network: Network;
  readonly networkCode: string | null;
  readonly advice: string | null;
}

/**
 * Of all that speaks of a decline the strictest holds: a hard decline of the gateway is never softened
 * by a table, and a code that forbids another try is never softened by the gateway.
 */
export function classify(raw: RawDecline): DeclineClass {
  const opinions: readonly (DeclineClass | undefined)[] = [
    raw.decline === 'hard' ? 'never' : undefined,
    raw.advice === null ? undefined : raw.network === 'mastercard' ? ADVICE[raw.advice] : undefined,
    raw.networkCode === null ? undefined : byNetwork(raw.network, raw.networkCode),
    lookUp(GATEWAY, raw.code) ?? byNetwork(raw.network, raw.code),
  ];
  for (const strict of ['never', 'new-details'] as const) {
    if (opinions.includes(strict)) return strict;
  }
  return opinions.find((opinion) => opinion !== undefined) ?? 'refused';
}

function byNetwork(network: Network, code: string): DeclineClass | undefined {
  return lookUp(TABLES[network], code) ?? (network === 'amex' ? undefined : lookUp(ISO, code));
}

function lookUp(table: Table, code: string): DeclineClass | undefined {
  const rows = Object.entries(table) as [DeclineClass, readonly string[]][];
  return rows.find(([, codes]) => codes.includes(code))?.[0];
}
