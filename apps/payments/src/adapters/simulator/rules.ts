import {
  type GatewayAnswer,
  type LookupAnswer,
  RAISE_NOT_AVAILABLE,
  UNKNOWN_TOKEN,
} from '../../domain/payment/answer';
import type { AttemptKind } from '../../domain/payment/facts';
import { type Behaviour, behaviourOf, networkDeclineOf, networkNamed } from './tokens';

export interface SimulatorRequest {
  readonly kind: AttemptKind;
  readonly idempotencyKey: string;
  readonly paymentReference: string;
  readonly amountMinor: number;
  readonly currency: string;
  readonly token: string;
  readonly initiator: string | null;
  readonly on: string | null;
}

export type EntryStatus = 'succeeded' | 'declined' | 'not-booked';

/** One key in the simulator's books. */
export interface Entry extends SimulatorRequest {
  readonly status: EntryStatus;
  readonly reference: string;
  readonly decline: 'soft' | 'hard' | null;
  readonly code: string | null;
  /** How often the caller has sent it. */
  readonly sends: number;
}

/** What the rules ask the books. */
export interface BooksView {
  find(idempotencyKey: string): Entry | undefined;
  findByReference(reference: string): Entry | undefined;
  /** Sum of what succeeded on an authorisation or charge, by kind. */
  takenOn(reference: string, kind: AttemptKind): number;
  /** How often this kind of call was declined on a payment with a token. */
  declines(request: SimulatorRequest): number;
}

export interface Verdict {
  readonly entry: Entry;
  /** What the caller hears, whatever was booked. */
  readonly answer: GatewayAnswer;
}

export class KeyReusedError extends Error {
  constructor(idempotencyKey: string) {
    super(`idempotency key ${idempotencyKey} was used for another request`);
    this.name = 'KeyReusedError';
  }
}

const MESSAGES: Readonly<Record<string, string>> = {
  insufficient_funds: 'The card has insufficient funds.',
  stolen_card: 'The card was reported stolen: do not try again.',
  [UNKNOWN_TOKEN]: 'The gateway does not know this token, or has it stored for another customer.',
  no_such_transaction: 'There is no such authorisation or charge.',
  amount_too_high: 'More than what is left of the authorisation or charge.',
  [RAISE_NOT_AVAILABLE]: 'This authorisation cannot be raised.',
};

/** What happens to a request, from the books alone. Throws {@link KeyReusedError}. */
export function judge(request: SimulatorRequest, books: BooksView): Verdict {
  const before = books.find(request.idempotencyKey);
  if (before && !sameRequest(before, request)) throw new KeyReusedError(request.idempotencyKey);
  const sends = (before?.sends ?? 0) + 1;
  const behaviour = behaviourOf(request.token, request);
  if (before && before.status !== 'not-booked') {
    return { entry: { ...before, sends }, answer: answerOf(before) };
  }
  const reference = `sim_${request.idempotencyKey}`;
  const booked = (
    status: EntryStatus,
    decline: Entry['decline'] = null,
    code: string | null = null,
  ) => ({ status, reference, decline, code, sends, ...request }) satisfies Entry;
  const refusal = behaviour ? refusalOf(request, behaviour, books) : HARD_UNKNOWN_TOKEN;
  if (refusal) {
    const entry = booked('declined', refusal.decline, refusal.code);
    return { entry, answer: answerOf(entry) };
  }
  const entry = booked('succeeded');
  const silence = behaviour && SILENCES[behaviour];
  if (!silence) return { entry, answer: answerOf(entry) };
  if (silence.booked === 'at-once') return { entry, answer: unknown(silence.cause) };
  if (silence.booked === 'when-sent-again' && sends > 1) return { entry, answer: answerOf(entry) };
  return { entry: booked('not-booked'), answer: unknown(silence.cause) };
}

/** Behaviours that leave the caller without an answer, and when the request is booked. */
const SILENCES: {
  readonly [B in Behaviour]?: {
    readonly cause: string;
    readonly booked: 'at-once' | 'when-sent-again' | 'never';
  };
} = {
  timeout_then_succeeded: { cause: 'timeout', booked: 'at-once' },
  timeout_not_booked: { cause: 'timeout', booked: 'when-sent-again' },
  '500_booked': { cause: 'HTTP 500', booked: 'at-once' },
  '500': { cause: 'HTTP 500', booked: 'when-sent-again' },
  unreachable: { cause: 'timeout', booked: 'never' },
};

const HARD_UNKNOWN_TOKEN = { decline: 'hard', code: UNKNOWN_TOKEN } as const;

function refusalOf(request: SimulatorRequest, behaviour: Behaviour, books: BooksView) {
  if (request.on !== null) {
    const on = books.findByReference(request.on);
    if (on?.status !== 'succeeded' || on.paymentReference !== request.paymentReference) {
      return { decline: 'hard', code: 'no_such_transaction' } as const;
    }
    if (request.kind === 'raise') {
      const raisable = isWhole(on, books) && behaviour !== 'raise_unavailable';
      if (!raisable) return { decline: 'soft', code: RAISE_NOT_AVAILABLE } as const;
    } else if (leftOn(on, books) < request.amountMinor) {
      return { decline: 'hard', code: 'amount_too_high' } as const;
    }
  }
  const soft = { decline: 'soft', code: 'insufficient_funds' } as const;
  switch (behaviour) {
    case 'foreign':
      return HARD_UNKNOWN_TOKEN;
    case 'declined_soft':
      return soft;
    case 'declined_hard':
      return { decline: 'hard', code: 'stolen_card' } as const;
    case 'declined_by_network': {
      const code = networkDeclineOf(request.token)?.networkCode ?? 'declined';
      return { decline: 'soft', code } as const;
    }
    case 'declines_once_then_approves':
      return books.declines(request) < 1 ? soft : undefined;
    case 'declines_twice_then_approves':
      return books.declines(request) < 2 ? soft : undefined;
    default:
      return undefined;
  }
}

/** What is left of an authorisation to be captured or released, of a capture or charge to be refunded. */
function leftOn(on: Entry, books: BooksView): number {
  return on.kind === 'authorise'
    ? on.amountMinor +
        books.takenOn(on.reference, 'raise') -
        books.takenOn(on.reference, 'capture') -
        books.takenOn(on.reference, 'release')
    : on.amountMinor - books.takenOn(on.reference, 'refund');
}

/** Nothing of an authorisation was captured or given free: only then can it be raised. */
function isWhole(on: Entry, books: BooksView): boolean {
  const { kind, amountMinor, reference } = on;
  const held = amountMinor + books.takenOn(reference, 'raise');
  return kind === 'authorise' && amountMinor > 0 && leftOn(on, books) === held;
}

/** The answer that belongs to what was booked. */
export function answerOf(entry: Entry): GatewayAnswer {
  if (entry.status === 'succeeded') {
    const first = entry.kind === 'authorise' || entry.kind === 'charge';
    const networkTransactionId = first ? `ntx_${entry.idempotencyKey}` : null;
    const network = first ? networkNamed(entry.token) : undefined;
    const { reference } = entry;
    return { kind: 'succeeded', reference, networkTransactionId, ...(network && { network }) };
  }
  const code = entry.code ?? 'declined';
  const message = MESSAGES[code] ?? 'Declined.';
  const byNetwork = networkDeclineOf(entry.token);
  const said = byNetwork?.networkCode === code ? byNetwork : undefined;
  return { kind: 'declined', decline: entry.decline ?? 'hard', code, message, ...said };
}

/** What the caller hears who asks what became of a key. */
export function lookUp(entry: Entry | undefined): LookupAnswer {
  if (!entry) return { kind: 'not-found' };
  if (behaviourOf(entry.token, entry) === 'unreachable') return unknown('timeout');
  return entry.status === 'not-booked' ? { kind: 'not-found' } : answerOf(entry);
}

function unknown(cause: string): GatewayAnswer {
  return { kind: 'unknown', cause };
}

function sameRequest(entry: Entry, request: SimulatorRequest): boolean {
  return (
    entry.kind === request.kind &&
    entry.paymentReference === request.paymentReference &&
    entry.amountMinor === request.amountMinor &&
    entry.currency === request.currency &&
    entry.token === request.token &&
    entry.on === request.on
  );
}
