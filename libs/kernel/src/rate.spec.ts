import Big from 'big.js';
import fc from 'fast-check';
import { addDecimals, decimalOf, formatDecimal, multiplyDecimals, parseDecimal } from './decimal';
import { applyRate, roundHalfUp } from './rate';

const amounts = fc.integer({ min: 0, max: 10_000_000_000 });
const rates = fc
  .integer({ min: 0, max: 999_999 })
  .map((millionths) => new Big(millionths).div(1_000_000).toFixed());

describe('US sales tax', () => {
  it.each([
    // basis, rate, tax: the third decimal decides, what lies behind it is dropped first
    [10_000, '0.0825', 825],
    [1999, '0.0825', 165], // 1.649175 -> 1.649 -> 1.65
    [1000, '0.07449', 74], // 0.7449 -> 0.744 -> 0.74
    [1000, '0.0745', 75],
    [1, '0.05', 0],
    [0, '0.0825', 0],
    [-1999, '0.0825', -165],
  ])('on %d minor at %s is %d', (amount, rate, tax) => {
    expect(applyRate(amount, rate, 'tax-us')).toBe(tax);
  });

  it('refuses a negative rate', () => {
    expect(() => applyRate(1, '-0.1', 'tax-us')).toThrow(
      expect.objectContaining({ code: 'bad-rate' }),
    );
  });

  it('is what independent arithmetic says, for any basis and rate', () => {
    fc.assert(
      fc.property(amounts, rates, (amount, rate) => {
        const third = new Big(amount).div(100).times(rate).round(3, Big.roundDown);
        const expected = third.times(100).round(0, Big.roundHalfUp).toNumber();
        expect(applyRate(amount, rate, 'tax-us')).toBe(expected);
      }),
    );
  });
});

describe('half up', () => {
  it.each([
    ['0.001', 3, 'GBP', 0],
    ['0.005', 1, 'GBP', 1],
    ['0.005', -1, 'GBP', -1],
    ['2.125', 4, 'GBP', 850],
    ['1.5', 1, 'JPY', 2],
    ['0.00049', 1, 'KWD', 0],
  ])('%s x %d %s', (price, quantity, currency, minor) => {
    const exact = multiplyDecimals(parseDecimal(price), decimalOf(quantity));
    expect(roundHalfUp(exact, currency)).toBe(minor);
  });
});

describe('exact decimals', () => {
  const decimals = fc
    .tuple(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), fc.integer({ min: 0, max: 12 }))
    .map(([units, scale]) => ({ units, scale }));

  it('survive writing and reading', () => {
    fc.assert(
      fc.property(decimals, (value) => {
        const again = parseDecimal(formatDecimal(value));
        expect(again.units * 10n ** BigInt(value.scale)).toBe(
          value.units * 10n ** BigInt(again.scale),
        );
      }),
    );
  });

  it('add as big.js does', () => {
    fc.assert(
      fc.property(decimals, decimals, (a, b) => {
        const expected = new Big(formatDecimal(a)).plus(formatDecimal(b)).toFixed();
        expect(formatDecimal(addDecimals(a, b))).toBe(expected);
      }),
    );
  });
});
