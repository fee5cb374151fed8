/** What every source of settlement lines promises; the shape is that of the payments service's port. */
interface Line {
  readonly lineId: string;
  readonly kind: string;
  readonly amountMinor: number;
  readonly feeMinor: number;
  readonly currency: string;
  readonly settledAt: string | null;
}

interface Source {
  readonly processor: string;
  lines(period?: { from?: string; until?: string }): AsyncIterable<Line>;
}

const SIGNS: Readonly<Record<string, (minor: number) => boolean>> = {
  charge: (minor) => minor > 0,
  refund: (minor) => minor < 0,
  dispute: (minor) => minor < 0,
  'dispute-reversal': (minor) => minor > 0,
  fee: (minor) => minor === 0,
  payout: () => true,
};

/** Passed by every adapter of the SettlementSource; `open` answers one with a charge and a refund. */
export function settlementSourceContract(name: string, open: () => Promise<Source>): void {
  const all = async (source: Source, period?: { from?: string; until?: string }) => {
    const lines: Line[] = [];
    for await (const line of source.lines(period)) lines.push(line);
    return lines;
  };

  describe(`${name}, a source of settlement lines`, () => {
    it('names its processor, and has each line once, in whole minor units', async () => {
      const source = await open();
      expect(source.processor).not.toBe('');
      const lines = await all(source);
      const ids = lines.map(({ lineId }) => lineId);
      expect(new Set(ids).size).toBe(ids.length);
      expect(lines.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['charge', 'refund']));
      for (const { kind, amountMinor, feeMinor, currency } of lines) {
        expect([kind, SIGNS[kind]?.(amountMinor)]).toEqual([kind, true]);
        expect([amountMinor, feeMinor].every(Number.isSafeInteger)).toBe(true);
        expect(currency).toMatch(/^[A-Z]{3}$/);
      }
    });

    it('says the same when it is asked again', async () => {
      const source = await open();
      expect(await all(source)).toEqual(await all(source));
    });

    it('leaves out what is known to lie outside a period', async () => {
      const lines = await all(await open(), { until: '2000-01-01T00:00:00.000Z' });
      expect(lines.filter(({ settledAt }) => settledAt !== null)).toEqual([]);
    });
  });
}
