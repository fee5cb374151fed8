import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import fc from 'fast-check';
import { CURRENCIES, formatMinor, minorUnitExponent, parseMinor } from './currency';

const LIST = resolve(process.cwd(), '../shared/data/reference/iso4217.csv');
const present = existsSync(LIST);

/** The active codes of the list with a numeric minor unit; quoted fields may hold commas. */
function listedExponents(): Map<string, number> {
  const listed = new Map<string, number>();
  for (const row of readFileSync(LIST, 'utf8').trim().split(/\r?\n/).slice(1)) {
    const [, , code, , minorUnit, withdrawn] = row
      .match(/("([^"]|"")*"|[^,]*)(,|$)/g)!
      .map((cell) => cell.replace(/,$/, ''));
    if (code && minorUnit && /^\d$/.test(minorUnit) && !withdrawn)
      listed.set(code, Number(minorUnit));
  }
  return listed;
}

describe('minor units of currencies', () => {
  (present ? it : it.skip)(
    `are those of the ISO list${present ? '' : ' (skipped: ../shared/data/reference/iso4217.csv is absent)'}`,
    () => {
      const listed = listedExponents();
      expect(listed.size).toBeGreaterThan(150);
      expect(CURRENCIES).toEqual([...listed.keys()].sort());
      for (const [code, exponent] of listed)
        expect([code, minorUnitExponent(code)]).toEqual([code, exponent]);
    },
  );

  it('are written and read with the decimals of the currency', () => {
    expect(formatMinor(1234, 'USD')).toBe('12.34');
    expect(formatMinor(-5, 'USD')).toBe('-0.05');
    expect(formatMinor(1234, 'JPY')).toBe('1234');
    expect(formatMinor(1234, 'KWD')).toBe('1.234');
    expect(formatMinor(1234, 'CLF')).toBe('0.1234');
    expect(parseMinor('12.3400', 'USD')).toBe(1234);
  });

  it.each([
    ['12.345', 'USD', 'amount-too-fine'],
    ['1e3', 'USD', 'bad-decimal'],
    ['.5', 'USD', 'bad-decimal'],
    ['1', 'XXX', 'unknown-currency'],
    ['99999999999999999', 'USD', 'amount-too-large'],
  ])('refuse %s %s', (text, currency, code) => {
    expect(() => parseMinor(text, currency)).toThrow(expect.objectContaining({ code }));
  });

  it('survive writing and reading', () => {
    const amounts = fc.integer({ min: Number.MIN_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER });
    fc.assert(
      fc.property(amounts, fc.constantFrom(...CURRENCIES), (amount, currency) => {
        expect(parseMinor(formatMinor(amount, currency), currency)).toBe(amount === 0 ? 0 : amount);
      }),
    );
  });
});
