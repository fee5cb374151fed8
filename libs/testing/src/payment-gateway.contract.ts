import { randomUUID } from 'node:crypto';

/** What the suite asks of a gateway; the payments service's port has exactly these calls. */
export interface GatewayUnderTest {
  authorise(request: Debit): Promise<Answer>;
  charge(request: Debit): Promise<Answer>;
  raise(request: FollowUp): Promise<Answer>;
  capture(request: FollowUp): Promise<Answer>;
  refund(request: FollowUp): Promise<Answer>;
  release(request: FollowUp): Promise<Answer>;
  lookup(request: Lookup): Promise<Answer>;
  knows(token: string, customerReference: string): Promise<'known' | 'unknown' | 'foreign'>;
  isForTests(token: string): boolean;
}

interface Request {
  readonly idempotencyKey: string;
  readonly paymentReference: string;
  readonly customerReference: string;
  readonly amountMinor: number;
  readonly currency: string;
  readonly token: string;
}

interface Debit extends Request {
  readonly initiator: 'moto' | 'online' | 'recurring' | 'instalment' | 'reauthorisation';
  readonly networkTransactionId: string | null;
}

interface FollowUp extends Request {
  readonly on: string;
}

interface Lookup extends Request {
  readonly kind: 'authorise' | 'raise' | 'capture' | 'charge' | 'refund' | 'release';
  readonly on: string | null;
}

type Answer =
  | {
      readonly kind: 'succeeded';
      readonly reference: string;
      readonly networkTransactionId: string | null;
    }
  | { readonly kind: 'declined'; readonly decline: 'soft' | 'hard'; readonly code: string }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'not-found' };

const NOT_FOUND: Answer = { kind: 'not-found' };

/** A gateway of somebody else remembers the keys of earlier runs. */
const newRun = () => randomUUID().slice(0, 8);

/** Tokens by which the gateway shows a behaviour. */
export interface GatewayTokens {
  readonly approved: string;
  readonly declinedSoft: string;
  readonly declinedHard: string;
  readonly unknownToken: string;
  /** A card that is stored for another customer than those of the suite. */
  readonly foreign: () => Promise<string>;
  /** Approved, and declined where more is to be held; absent where that cannot be provoked. */
  readonly raiseDeclined?: string;
  /** Books the charge, but its caller hears nothing; absent where that cannot be provoked. */
  readonly silentButBooked?: string;
  /** Books nothing, and its caller hears nothing. */
  readonly silentNotBooked?: string;
}

/** Every adapter of the payment gateway behaves like this. `open` gives the same books each time. */
export function describePaymentGateway(
  name: string,
  open: () => Promise<{ gateway: GatewayUnderTest; close(): Promise<void> }>,
  tokens: GatewayTokens,
  /** Whether what is held can be raised; where it depends on the account, the suite finds out. */
  raises: 'always' | 'maybe' = 'always',
): void {
  describe(`${name} as a payment gateway`, () => {
    let gateway: GatewayUnderTest;
    let close: () => Promise<void>;
    let number = 0;
    const run = newRun();

    beforeEach(async () => {
      ({ gateway, close } = await open());
      number += 1;
    });
    afterEach(() => close());

    const debit = (changes: Partial<Debit> = {}): Debit => ({
      idempotencyKey: `key_${run}_${number}`,
      paymentReference: `pay_${run}_${number}`,
      customerReference: `cus_${run}_${number}`,
      amountMinor: 1_000,
      currency: 'USD',
      token: tokens.approved,
      initiator: 'moto',
      networkTransactionId: null,
      ...changes,
    });
    const followUp = (step: string, on: string, amountMinor: number): FollowUp => {
      const { initiator: _, networkTransactionId: __, ...request } = debit();
      const idempotencyKey = `${request.idempotencyKey}_${step}`;
      return { ...request, idempotencyKey, on, amountMinor };
    };
    const sent = (
      kind: Lookup['kind'],
      { idempotencyKey, ...request }: Debit | FollowUp,
      key = idempotencyKey,
    ): Lookup => ({ on: null, ...request, idempotencyKey: key, kind });

    async function succeeded(call: Promise<Answer>) {
      const answer = await call;
      if (answer.kind !== 'succeeded') throw new Error(`not succeeded: ${JSON.stringify(answer)}`);
      return answer;
    }

    it('says whether it knows a token', async () => {
      const { customerReference } = debit();
      expect(await gateway.knows(tokens.approved, customerReference)).toBe('known');
      expect(await gateway.knows(tokens.declinedHard, customerReference)).toBe('known');
      expect(await gateway.knows(tokens.unknownToken, customerReference)).toBe('unknown');
      expect(await gateway.knows(await tokens.foreign(), customerReference)).toBe('foreign');
      expect(gateway.isForTests(tokens.unknownToken)).toBe(false);
    });

    it.each([
      ['held', 'authorise', 1_000],
      ['charged', 'charge', 1_000],
      ['verified', 'authorise', 0],
    ] as const)('declines a card of another customer that is to be %s', async (_, kind, amount) => {
      const request = debit({ token: await tokens.foreign(), amountMinor: amount });
      expect(await gateway[kind](request)).toMatchObject({
        kind: 'declined',
        decline: 'hard',
        code: 'unknown_token',
      });
      // It does not happen later either.
      const found = await gateway.lookup(sent(kind, request));
      expect(['declined', 'not-found']).toContain(found.kind);
    });

    it('knows a card again for the customer who has stored it', async () => {
      const { customerReference } = debit();
      await succeeded(gateway.authorise(debit()));
      expect(await gateway.knows(tokens.approved, customerReference)).toBe('known');
    });

    it('authorises and names the network transaction', async () => {
      const answer = await succeeded(gateway.authorise(debit()));
      expect(answer.networkTransactionId).toEqual(expect.any(String));
    });

    it.each([
      ['declinedSoft', 'soft'],
      ['declinedHard', 'hard'],
      ['unknownToken', 'hard'],
    ] as const)('declines %s as %s, with a code', async (token, decline) => {
      const answer = await gateway.authorise(debit({ token: tokens[token] }));
      expect(answer).toMatchObject({ kind: 'declined', decline, code: expect.any(String) });
    });

    it('gives a key that comes again its first answer, and books it once', async () => {
      const first = await succeeded(gateway.authorise(debit()));
      expect(await gateway.authorise(debit())).toEqual(first);
      await succeeded(gateway.capture(followUp('c', first.reference, 1_000)));
      const more = await gateway.capture(followUp('d', first.reference, 1));
      expect(more).toMatchObject({ kind: 'declined' });
    });

    it('refuses a key that comes again with something else', async () => {
      await gateway.authorise(debit());
      await expect(gateway.authorise(debit({ amountMinor: 999 }))).rejects.toThrow(
        'idempotency key',
      );
    });

    it('captures an authorisation in parts, never more than it holds', async () => {
      const { reference } = await succeeded(gateway.authorise(debit()));
      await succeeded(gateway.capture(followUp('c1', reference, 600)));
      expect(await gateway.capture(followUp('c2', reference, 401))).toMatchObject({
        kind: 'declined',
      });
      await succeeded(gateway.capture(followUp('c3', reference, 400)));
    });

    /** An authorisation of 1,000, and what came of raising it by 500. */
    async function raisedBy500() {
      const { reference } = await succeeded(gateway.authorise(debit()));
      const request = followUp('more', reference, 500);
      const answer = await gateway.raise(request);
      const raised = answer.kind === 'succeeded';
      if (!raised) {
        expect(answer).toMatchObject({ kind: 'declined', code: 'raise_not_available' });
        expect(raises).toBe('maybe');
      }
      return { reference, request, answer, heldMinor: raised ? 1_500 : 1_000, raised };
    }

    it('raises an authorisation, once for one key, and captures and releases what it holds then', async () => {
      const { reference, request, answer, heldMinor } = await raisedBy500();
      expect(await gateway.raise(request)).toEqual(answer);
      const tooMuch = await gateway.capture(followUp('c1', reference, heldMinor + 1));
      expect(tooMuch).toMatchObject({ kind: 'declined' });
      await succeeded(gateway.capture(followUp('c2', reference, heldMinor - 100)));
      await succeeded(gateway.release(followUp('v', reference, 100)));
    });

    it('tells what became of a raise', async () => {
      const { request, answer, raised } = await raisedBy500();
      const never = sent('raise', request, `${request.idempotencyKey}_none`);
      expect(await gateway.lookup(never)).toEqual(NOT_FOUND);
      if (raised) expect(await gateway.lookup(sent('raise', request))).toEqual(answer);
    });

    it('raises nothing of which a part was captured, or that was given free', async () => {
      for (const after of ['capture', 'release'] as const) {
        const key = `${debit().idempotencyKey}_of_${after}`;
        const { reference } = await succeeded(gateway.authorise(debit({ idempotencyKey: key })));
        await succeeded(
          gateway[after](followUp(after, reference, after === 'capture' ? 1 : 1_000)),
        );
        const more = await gateway.raise(followUp(`${after}_more`, reference, 500));
        expect(more).toMatchObject({ kind: 'declined', code: 'raise_not_available' });
      }
    });

    const { raiseDeclined } = tokens;
    if (raiseDeclined) {
      it('leaves an authorisation as it was when more of it is declined', async () => {
        const token = raiseDeclined;
        const { reference } = await succeeded(gateway.authorise(debit({ token })));
        const more = { ...followUp('more', reference, 500), token };
        expect(await gateway.raise(more)).toMatchObject({ kind: 'declined', decline: 'soft' });
        await succeeded(gateway.capture({ ...followUp('c', reference, 1_000), token }));
      });
    }

    it('releases what was not captured', async () => {
      const { reference } = await succeeded(gateway.authorise(debit()));
      await succeeded(gateway.capture(followUp('c1', reference, 600)));
      await succeeded(gateway.release(followUp('r1', reference, 400)));
      expect(await gateway.capture(followUp('c2', reference, 1))).toMatchObject({
        kind: 'declined',
      });
    });

    it('refunds a charge, never more than was taken', async () => {
      const { reference } = await succeeded(gateway.charge(debit({ initiator: 'instalment' })));
      await succeeded(gateway.refund(followUp('r1', reference, 700)));
      expect(await gateway.refund(followUp('r2', reference, 301))).toMatchObject({
        kind: 'declined',
      });
      await succeeded(gateway.refund(followUp('r3', reference, 300)));
    });

    it('tells what became of a debit', async () => {
      const request = debit();
      expect(await gateway.lookup(sent('authorise', request, 'none'))).toEqual(NOT_FOUND);
      const first = await gateway.authorise(request);
      expect(await gateway.lookup(sent('authorise', request))).toEqual(first);
      const declined = debit({ idempotencyKey: `${request.idempotencyKey}_no` });
      const asked = { ...declined, token: tokens.declinedSoft };
      const answer = await gateway.charge(asked);
      expect(await gateway.lookup(sent('charge', asked))).toEqual(answer);
    });

    it('tells what became of a capture, a release and a refund', async () => {
      const { reference } = await succeeded(gateway.authorise(debit()));
      const capture = followUp('c', reference, 600);
      expect(await gateway.lookup(sent('capture', capture))).toEqual(NOT_FOUND);
      const captured = await succeeded(gateway.capture(capture));
      expect(await gateway.lookup(sent('capture', capture))).toEqual(captured);
      const release = followUp('v', reference, 400);
      expect(await gateway.lookup(sent('release', release))).toEqual(NOT_FOUND);
      const released = await succeeded(gateway.release(release));
      expect(await gateway.lookup(sent('release', release))).toEqual(released);
      const refund = followUp('r', captured.reference, 600);
      expect(await gateway.lookup(sent('refund', refund))).toEqual(NOT_FOUND);
      const refunded = await succeeded(gateway.refund(refund));
      expect(await gateway.lookup(sent('refund', refund))).toEqual(refunded);
    });

    it.each([
      ['capture', 600],
      ['release', 1_000],
    ] as const)('carries a %s that comes again out once', async (kind, amountMinor) => {
      const { reference } = await succeeded(gateway.authorise(debit()));
      const request = followUp('once', reference, amountMinor);
      const first = await succeeded(gateway[kind](request));
      expect(await gateway[kind](request)).toEqual(first);
      const rest = await gateway.capture(followUp('rest', reference, 1_000 - amountMinor || 1));
      expect(rest.kind).toBe(kind === 'capture' ? 'succeeded' : 'declined');
    });

    it.each(['moto', 'online'] as const)(
      'charges a card that was stored (%s) again without its holder',
      async (initiator) => {
        const first = await succeeded(gateway.authorise(debit({ initiator })));
        const again = debit({
          idempotencyKey: `${debit().idempotencyKey}_again`,
          initiator: 'recurring',
          networkTransactionId: first.networkTransactionId,
        });
        await succeeded(gateway.charge(again));
      },
    );

    it('verifies a card with an amount of zero', async () => {
      const request = debit({ amountMinor: 0 });
      const first = await succeeded(gateway.authorise(request));
      expect(await gateway.lookup(sent('authorise', request))).toEqual(first);
    });

    it('keeps its books over a restart', async () => {
      const first = await gateway.authorise(debit());
      await close();
      ({ gateway, close } = await open());
      expect(await gateway.lookup(sent('authorise', debit()))).toEqual(first);
      expect(await gateway.authorise(debit())).toEqual(first);
    });

    const { silentButBooked, silentNotBooked } = tokens;
    if (silentButBooked) {
      it('answers a timeout as unknown and tells afterwards that it was booked', async () => {
        const request = debit({ token: silentButBooked });
        expect(await gateway.authorise(request)).toMatchObject({ kind: 'unknown' });
        expect(await gateway.lookup(sent('authorise', request))).toMatchObject({
          kind: 'succeeded',
        });
      });
    }
    if (silentNotBooked) {
      it('answers a timeout as unknown and tells afterwards that it was not booked', async () => {
        const request = debit({ token: silentNotBooked });
        expect(await gateway.authorise(request)).toMatchObject({ kind: 'unknown' });
        expect(await gateway.lookup(sent('authorise', request))).toEqual(NOT_FOUND);
      });
    }
  });
}
