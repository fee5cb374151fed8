import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import fc from 'fast-check';
import { allocateMinor, multiplyMinor, shareMinor, sumMinor } from './money';

interface Case {
  readonly source: string;
  readonly amount: number;
  readonly ratios?: readonly number[];
  readonly parts?: number;
  readonly expected: readonly number[];
}

const VECTORS = resolve(process.cwd(), '../shared/data/test-vectors/money-allocation.json');
const cases: readonly Case[] = existsSync(VECTORS)
  ? (JSON.parse(readFileSync(VECTORS, 'utf8')) as { cases: Case[] }).cases
  : [];

/** Fractions of the vectors as integer weights in the same proportion. */
const weightsOf = ({ ratios, parts = 1 }: Case) =>
  ratios ? ratios.map((ratio) => Math.round(ratio * 100)) : Array.from({ length: parts }, () => 1);

describe('splitting by largest remainder', () => {
  if (cases.length === 0) {
    it.skip('published cases (skipped: ../shared/data/test-vectors/money-allocation.json is absent)', () =>
      undefined);
  } else {
    it.each(
      cases.map((entry) => [entry.source, entry.amount, weightsOf(entry), entry.expected] as const),
    )('%s: %d by %j', (_source, amount, weights, expected) => {
      expect(allocateMinor(amount, weights)).toEqual(expected);
    });
  }

  const amounts = fc.integer({ min: -1_000_000_000, max: 1_000_000_000 });
  const weights = fc
    .array(fc.integer({ min: 0, max: 100_000 }), { minLength: 1, maxLength: 12 })
    .filter((list) => list.some((weight) => weight > 0));

  it('is exact, and no part is a whole unit away from its share', () => {
    fc.assert(
      fc.property(amounts, weights, (amount, list) => {
        const parts = allocateMinor(amount, list);
        const total = list.reduce((sum, weight) => sum + weight, 0);
        expect(parts.reduce((sum, part) => sum + part, 0)).toBe(amount);
        parts.forEach((part, index) => {
          expect(Math.abs(part * total - amount * list[index]!)).toBeLessThan(total);
        });
      }),
    );
  });

  it('gives nothing to a weight of zero and mirrors a negative amount', () => {
    fc.assert(
      fc.property(amounts, weights, (amount, list) => {
        const parts = allocateMinor(amount, list);
        list.forEach((weight, index) => weight === 0 && expect(parts[index]).toBe(0));
        expect(allocateMinor(amount === 0 ? 0 : -amount, list)).toEqual(
          parts.map((part) => (part === 0 ? 0 : -part)),
        );
      }),
    );
  });

  it.each([[[]], [[0, 0]], [[1, -1]]])('refuses the weights %j', (list) => {
    expect(() => allocateMinor(100, list)).toThrow(
      expect.objectContaining({ code: 'bad-weights' }),
    );
  });
});

describe('shares of successive parts', () => {
  it('add up to the whole, however the units are parcelled', () => {
    const parcels = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 10 });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100_000_000 }), parcels, (total, counts) => {
        const outOf = counts.reduce((sum, count) => sum + count, 0);
        let before = 0;
        const shares = counts.map((count) => {
          const share = shareMinor(total, before, count, outOf);
          before += count;
          return share;
        });
        expect(shares.reduce((sum, share) => sum + share, 0)).toBe(total);
      }),
    );
  });
});

describe('sums and products', () => {
  it('refuse what could not be kept exactly', () => {
    const refusal = expect.objectContaining({ code: 'amount-too-large' });
    expect(() => sumMinor([Number.MAX_SAFE_INTEGER, 1])).toThrow(refusal);
    expect(() => multiplyMinor(Number.MAX_SAFE_INTEGER, 2)).toThrow(refusal);
    expect(multiplyMinor(1995, 3)).toBe(5985);
  });
});
