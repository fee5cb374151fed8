import { type Network, networkOf } from '../../domain/dunning/network';

/** What happens to a request; the first word may be narrowed by a prefix, see {@link behaviourOf}. */
export type Behaviour =
  | 'approved'
  | 'slow'
  | 'declined_soft'
  | 'declined_hard'
  | 'declined_by_network'
  | 'declines_once_then_approves'
  | 'declines_twice_then_approves'
  | 'timeout_then_succeeded'
  | 'timeout_not_booked'
  | '500'
  | '500_booked'
  | 'unreachable'
  /** Approved; what is held cannot be raised. */
  | 'raise_unavailable'
  /** A card of another customer, whoever uses it. */
  | 'foreign'
  /** Approved; what is told of it by webhook differs. */
  | 'webhook_twice'
  | 'webhook_late'
  | 'webhook_early'
  | 'webhook_lost'
  | 'disputed';

const BEHAVIOURS: ReadonlySet<string> = new Set<Behaviour>([
  'approved',
  'slow',
  'declined_soft',
  'declined_hard',
  'declines_once_then_approves',
  'declines_twice_then_approves',
  'timeout_then_succeeded',
  'timeout_not_booked',
  '500',
  '500_booked',
  'unreachable',
  'raise_unavailable',
  'foreign',
  'webhook_twice',
  'webhook_late',
  'webhook_early',
  'webhook_lost',
  'disputed',
]);

/** `declined_visa_51`, `declined_mastercard_51_24`: the network's code, and its advice. */
const NETWORK_DECLINE =
  /(?:^|_)declined_(visa|mastercard|amex|discover)_([0-9A-Z]{2,3})(?:_([0-9]{2}))?$/;

export interface NetworkDecline {
  readonly network: Network;
  readonly networkCode: string;
  readonly advice?: string;
}

/** What the network says when a token declines by a code of its own; undefined for all others. */
export function networkDeclineOf(token: string): NetworkDecline | undefined {
  const [, network, networkCode, advice] = NETWORK_DECLINE.exec(token) ?? [];
  if (network === undefined || networkCode === undefined) return undefined;
  return { network: networkOf(network), networkCode, ...(advice && { advice }) };
}

/** `approved_visa`: a card of that network. */
const NETWORK_APPROVED = /(?:^|_)approved_(visa|mastercard|amex|discover)$/;

/** The network that a token names, for what is approved; undefined for all others. */
export function networkNamed(token: string): Network | undefined {
  const [, network] = NETWORK_APPROVED.exec(token) ?? [];
  return network === undefined ? undefined : networkOf(network);
}

function behaviourNamed(name: string): Behaviour | undefined {
  if (name.startsWith('approved_') && networkNamed(name)) return 'approved';
  if (name.startsWith('declined_') && networkDeclineOf(name)) return 'declined_by_network';
  return BEHAVIOURS.has(name) ? (name as Behaviour) : undefined;
}

export const TOKEN_PREFIX = 'pm_sim_';
/** `pm_sim_recurring_declined_soft` declines only what a program charges; the rest is approved. */
const NARROWED =
  /^(moto|online|recurring|instalment|authorise|raise|capture|charge|refund|release)_(.+)$/;

export interface SimulatedCall {
  readonly kind: string;
  readonly initiator: string | null;
}

/**
 * What a test token does to a call; undefined for a token that the simulator does not know. A
 * behaviour applies to authorisations and charges, unless a prefix names an initiator
 * (`moto_`, `online_`, `recurring_`, `instalment_`) or a kind of call (`raise_`, `capture_`, `refund_`, ...).
 * `pm_sim_card_<anything>` is approved, so that customers may have distinct ones; `pm_sim_foreign` is
 * always somebody else's.
 */
export function behaviourOf(token: string, call: SimulatedCall): Behaviour | undefined {
  if (!token.startsWith(TOKEN_PREFIX)) return undefined;
  const name = token.slice(TOKEN_PREFIX.length);
  if (isCardOfSomebody(token)) return 'approved';
  const debit = call.kind === 'authorise' || call.kind === 'charge';
  const named = behaviourNamed(name);
  if (named) return debit || named === 'raise_unavailable' ? named : 'approved';
  const [, to, rest = ''] = NARROWED.exec(name) ?? [];
  const narrowed = behaviourNamed(rest);
  if (!narrowed) return undefined;
  return to === call.kind || to === call.initiator ? narrowed : 'approved';
}

const CARD = `${TOKEN_PREFIX}card_`;

/** A card that one customer has, and no other: `pm_sim_card_<anything>`. */
export function isCardOfSomebody(token: string): boolean {
  return token.startsWith(CARD) && token.length > CARD.length;
}

const WEBHOOKS = /^pm_sim_(?:webhook_(twice|late|early|lost)|(disputed))$/;

/** How webhooks tell of what was done with a token. */
export function webhooksOf(
  token: string,
): 'once' | 'twice' | 'late' | 'early' | 'lost' | 'disputed' {
  const [, manner, disputed] = WEBHOOKS.exec(token) ?? [];
  return ((manner ?? disputed) as ReturnType<typeof webhooksOf> | undefined) ?? 'once';
}
