import { DomainError } from '@continuo/kernel/domain-error';
import { given } from '@continuo/testing/decider';
import fc from 'fast-check';
import { type LinkOutcome, type PaymentLinkCommand, paymentLinkDecider } from './decider';
import type { PaymentLinkEvent } from './events';
import {
  ASKED_AT,
  cancelled,
  closed,
  declined,
  expired,
  EXPIRES_AT,
  LINK,
  paid,
  passedOn,
  refused,
  requested,
  taken,
} from './examples.fixture';
import { linkDueAt, MAX_REFUSALS, MAX_TOKENS, type PaymentLinkState } from './state';

const link = (...events: PaymentLinkEvent[]) => given(paymentLinkDecider, [requested, ...events]);
const take = (token: string, now = ASKED_AT): PaymentLinkCommand => ({
  kind: 'take-token',
  token,
  now,
});
const PAID: LinkOutcome = { instalment: 1, kind: 'paid', paymentId: 'pay_1', amountMinor: 5610 };
const DECLINED: LinkOutcome = { instalment: 1, kind: 'declined', code: 'insufficient_funds' };
const record = (attempt: number, outcome: LinkOutcome, now = ASKED_AT): PaymentLinkCommand => ({
  kind: 'record-outcome',
  attempt,
  outcome,
  now,
});
const cancel = { kind: 'cancel', reason: 'pays by cheque' } as const;
const declines = (count: number): PaymentLinkEvent[] =>
  Array.from({ length: count }, (_, index) => [
    taken(index + 1),
    passedOn(index + 1),
    declined(index + 1),
  ]).flat();

describe('a payment link', () => {
  it('is asked for once', () => {
    const request = { kind: 'request', terms: LINK } as const;
    given(paymentLinkDecider, []).when(request).then([requested]);
    link().when(request).thenNothing();
    given(paymentLinkDecider, []).when(take('pm_1')).thenFails('payment-link-not-found');
  });

  it('takes one token at a time, each once', () => {
    link()
      .when(take('pm_1'))
      .then([taken(1)]);
    link(taken(1)).when(take('pm_1')).thenNothing();
    link(taken(1)).when(take('pm_2')).thenFails('payment-under-way');
    link(...declines(1))
      .when(take('pm_1'))
      .thenNothing();
    link(...declines(1))
      .when(take('pm_2'))
      .then([taken(2)]);
  });

  it('is paid by the token that was taken', () => {
    link(taken(1))
      .when({ kind: 'note-passed-on', attempt: 1 })
      .then([passedOn(1)]);
    link(taken(1), passedOn(1)).when({ kind: 'note-passed-on', attempt: 1 }).thenNothing();
    link(taken(1), passedOn(1))
      .when(record(1, PAID))
      .then([paid(1)]);
    link(taken(1))
      .when(record(1, PAID))
      .then([paid(1)]);
    link(taken(1), paid(1)).when(record(1, PAID)).thenNothing();
    link(taken(1), paid(1)).when(take('pm_2')).thenFails('payment-link-ended', { status: 'paid' });
  });

  it('is paid when a declined card is charged later by itself, and not by what is of another token', () => {
    link(...declines(1))
      .when(record(1, PAID))
      .then([paid(1)]);
    link(...declines(1), expired)
      .when(record(1, PAID))
      .then([paid(1)]);
    link(...declines(1), taken(2))
      .when(record(1, PAID))
      .thenNothing();
    link(...declines(1))
      .when(record(1, DECLINED))
      .thenNothing();
  });

  it('is paid by the instalment that it is for', () => {
    link(taken(1))
      .when(record(1, { ...PAID, instalment: 2 }))
      .thenNothing();
    link(taken(1))
      .when(record(1, { ...DECLINED, instalment: 2 }))
      .thenNothing();
  });

  it(`closes after ${MAX_TOKENS} declined tokens`, () => {
    const last = [...declines(MAX_TOKENS - 1), taken(MAX_TOKENS)];
    const decline = record(MAX_TOKENS, DECLINED);
    link(...last)
      .when(decline)
      .then([declined(MAX_TOKENS), closed('tokens-used-up')]);
    link(...declines(MAX_TOKENS), closed('tokens-used-up'))
      .when(take('pm_other'))
      .thenFails('payment-link-ended', { reason: 'tokens-used-up' });
  });

  it(`closes after ${MAX_REFUSALS} wrong secrets, but not under a payment`, () => {
    const refuse = { kind: 'refuse-secret' } as const;
    link()
      .when(refuse)
      .then([refused(1)]);
    const last = [refused(MAX_REFUSALS - 1)];
    link(...last)
      .when(refuse)
      .then([refused(MAX_REFUSALS), closed('secret-guessed')]);
    link(...last, taken(1))
      .when(refuse)
      .then([refused(MAX_REFUSALS)]);
    link(...last, taken(1), refused(MAX_REFUSALS))
      .when(record(1, DECLINED))
      .then([declined(1), closed('secret-guessed')]);
    link(cancelled).when(refuse).thenNothing();
    link(...last, taken(1), refused(MAX_REFUSALS))
      .when(refuse)
      .thenNothing();
  });

  it('expires by itself, at once or after a decline', () => {
    const expire = { kind: 'expire', now: EXPIRES_AT } as const;
    expect(linkDueAt(link().state)).toBe(EXPIRES_AT);
    link().when(expire).then([expired]);
    link()
      .when({ ...expire, now: ASKED_AT })
      .thenNothing();
    link().when(take('pm_1', EXPIRES_AT)).thenFails('payment-link-ended', { status: 'expired' });
    link(taken(1)).when(expire).thenNothing();
    link(taken(1))
      .when(record(1, DECLINED, EXPIRES_AT))
      .then([declined(1), expired]);
  });

  it('is looked after while its token is on the way to the order', () => {
    expect(linkDueAt(link(taken(1)).state)).toBe('2026-11-22T09:30:15.000Z');
    expect(linkDueAt(link(taken(1), passedOn(1)).state)).toBeNull();
    expect(linkDueAt(link(taken(1), paid(1)).state)).toBeNull();
  });

  it('closes with the reason for which the order would not have the token', () => {
    const refusal = { kind: 'note-refused', attempt: 1, reason: 'amount-changed' } as const;
    link(taken(1))
      .when(refusal)
      .then([closed('amount-changed')]);
    link(taken(1), passedOn(1)).when(refusal).thenNothing();
  });

  it('is cancelled while nobody pays', () => {
    link().when(cancel).then([cancelled]);
    link(cancelled).when(cancel).thenNothing();
    link(taken(1)).when(cancel).thenFails('payment-under-way');
    link(expired).when(cancel).thenFails('payment-link-ended', { status: 'expired' });
  });
});

const attempt = fc.integer({ min: 1, max: MAX_TOKENS });
const instant = fc.constantFrom(ASKED_AT, '2026-11-22T10:00:00.000Z');
/** Mostly what keeps a link going. */
const commands: fc.Arbitrary<PaymentLinkCommand> = fc.oneof(
  {
    weight: 10,
    arbitrary: fc
      .record({ n: fc.integer({ min: 1, max: 8 }), now: instant })
      .map(({ n, now }) => take(`pm_${n}`, now)),
  },
  {
    weight: 30,
    arbitrary: fc
      .record({ n: attempt, now: instant })
      .map(({ n, now }) => record(n, DECLINED, now)),
  },
  { weight: 4, arbitrary: attempt.map((n) => record(n, PAID)) },
  {
    weight: 10,
    arbitrary: attempt.map((n): PaymentLinkCommand => ({ kind: 'note-passed-on', attempt: n })),
  },
  { weight: 4, arbitrary: fc.constant<PaymentLinkCommand>({ kind: 'refuse-secret' }) },
  {
    weight: 2,
    arbitrary: fc.constantFrom<PaymentLinkCommand>(
      { kind: 'request', terms: LINK },
      { kind: 'note-refused', attempt: 1, reason: 'amount-changed' },
      { kind: 'expire', now: EXPIRES_AT },
      record(1, DECLINED, EXPIRES_AT),
      take('pm_9', EXPIRES_AT),
      cancel,
    ),
  },
);

describe('whatever is asked of a link', () => {
  it('takes each token once and never more than it may, is paid at most once and repeats nothing', () => {
    fc.assert(
      fc.property(fc.array(commands, { minLength: 20, maxLength: 80 }), (asked) => {
        const all: PaymentLinkEvent[] = [];
        let state: PaymentLinkState = paymentLinkDecider
          .decide({ kind: 'request', terms: LINK }, { status: 'none' })
          .reduce(paymentLinkDecider.evolve, paymentLinkDecider.initialState());
        for (const command of asked) {
          const events = decided(command, state);
          const ended = state.status !== 'open' && state.status !== 'paying';
          if (ended)
            expect(events.map(({ type }) => type)).not.toContain('payment-link.token-taken.v1');
          state = events.reduce(paymentLinkDecider.evolve, state);
          all.push(...events);
          if (command.kind !== 'refuse-secret') expect(decided(command, state)).toEqual([]);
        }
        const of = (type: PaymentLinkEvent['type']) => all.filter((event) => event.type === type);
        const tokens = of('payment-link.token-taken.v1').map(
          ({ data }) => (data as { token: string }).token,
        );
        expect(new Set(tokens).size).toBe(tokens.length);
        expect(tokens.length).toBeLessThanOrEqual(MAX_TOKENS);
        expect(of('payment-link.paid.v1').length).toBeLessThanOrEqual(1);
        expect(of('payment-link.secret-refused.v1').length).toBeLessThanOrEqual(MAX_REFUSALS);
      }),
    );
  });
});

/** A refusal brings nothing about. */
function decided(
  command: PaymentLinkCommand,
  state: PaymentLinkState,
): readonly PaymentLinkEvent[] {
  try {
    return paymentLinkDecider.decide(command, state);
  } catch (error) {
    if (error instanceof DomainError) return [];
    throw error;
  }
}
