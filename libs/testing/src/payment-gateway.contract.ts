/** What the suite asks of a gateway; the payments service's port has exactly these calls. */
export interface GatewayUnderTest {
  authorise(request: Debit): Promise<Answer>;
  charge(request: Debit): Promise<Answer>;
  capture(request: FollowUp): Promise<Answer>;
  refund(request: FollowUp): Promise<Answer>;
  release(request: FollowUp): Promise<Answer>;
  lookup(idempotencyKey: string): Promise<Answer>;
  knows(token: string): Promise<boolean>;
}

interface Request {
  readonly idempotencyKey: string;
  readonly paymentReference: string;
  readonly amountMinor: number;
  readonly currency: string;
  readonly token: string;
}

interface Debit extends Request {
  readonly initiator: 'moto' | 'recurring' | 'instalment' | 'reauthorisation';
  readonly networkTransactionId: string | null;
}

interface FollowUp extends Request {
  readonly on: string;
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

/** Tokens by which the gateway shows a behaviour. */
export interface GatewayTokens {
  readonly approved: string;
  readonly declinedSoft: string;
  readonly declinedHard: string;
  readonly unknownToken: string;
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
): void {
  describe(`${name} as a payment gateway`, () => {
    let gateway: GatewayUnderTest;
    let close: () => Promise<void>;
    let number = 0;

    beforeEach(async () => {
      ({ gateway, close } = await open());
      number += 1;
    });
    afterEach(() => close());

    const debit = (changes: Partial<Debit> = {}): Debit => ({
      idempotencyKey: `key_${number}`,
      paymentReference: `pay_${number}`,
      amountMinor: 1_000,
      currency: 'USD',
      token: tokens.approved,
      initiator: 'moto',
      networkTransactionId: null,
      ...changes,
    });
    const followUp = (step: string, on: string, amountMinor: number): FollowUp => {
      const { idempotencyKey, paymentReference, currency, token } = debit();
      return {
        idempotencyKey: `${idempotencyKey}_${step}`,
        paymentReference,
        currency,
        token,
        on,
        amountMinor,
      };
    };

    async function succeeded(call: Promise<Answer>) {
      const answer = await call;
      if (answer.kind !== 'succeeded') throw new Error(`not succeeded: ${JSON.stringify(answer)}`);
      return answer;
    }

    it('says whether it knows a token', async () => {
      expect(await gateway.knows(tokens.approved)).toBe(true);
      expect(await gateway.knows(tokens.declinedHard)).toBe(true);
      expect(await gateway.knows(tokens.unknownToken)).toBe(false);
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

    it('tells what became of a key', async () => {
      expect(await gateway.lookup(`key_${number}_none`)).toEqual({ kind: 'not-found' });
      const first = await gateway.authorise(debit());
      expect(await gateway.lookup(`key_${number}`)).toEqual(first);
      const declined = debit({ idempotencyKey: `key_${number}_no`, token: tokens.declinedSoft });
      const answer = await gateway.authorise(declined);
      expect(await gateway.lookup(`key_${number}_no`)).toEqual(answer);
    });

    it('keeps its books over a restart', async () => {
      const first = await gateway.authorise(debit());
      await close();
      ({ gateway, close } = await open());
      expect(await gateway.lookup(`key_${number}`)).toEqual(first);
      expect(await gateway.authorise(debit())).toEqual(first);
    });

    const { silentButBooked, silentNotBooked } = tokens;
    if (silentButBooked) {
      it('answers a timeout as unknown and tells afterwards that it was booked', async () => {
        const request = debit({ token: silentButBooked });
        expect(await gateway.authorise(request)).toMatchObject({ kind: 'unknown' });
        expect(await gateway.lookup(request.idempotencyKey)).toMatchObject({ kind: 'succeeded' });
      });
    }
    if (silentNotBooked) {
      it('answers a timeout as unknown and tells afterwards that it was not booked', async () => {
        const request = debit({ token: silentNotBooked });
        expect(await gateway.authorise(request)).toMatchObject({ kind: 'unknown' });
        expect(await gateway.lookup(request.idempotencyKey)).toEqual({ kind: 'not-found' });
      });
    }
  });
}
