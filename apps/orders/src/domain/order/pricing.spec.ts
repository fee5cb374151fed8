import fc from 'fast-check';
import { wordsToRead } from './disclosure';
import { GREENS, GREENS_PROGRAM, JUICER, numbered, TERMS } from './examples.fixture';
import type { NewLine } from './line';
import { previewProgram, priceOrder, type PricingTerms } from './pricing';

describe('the price of an order', () => {
  it('splits shipping by the worth of the goods and taxes each line once', () => {
    const { lines, totals } = priceOrder(numbered(JUICER, GREENS), TERMS);
    expect(lines.map((line) => line.goodsMinor)).toEqual([19990, 2995]);
    expect(lines.map((line) => line.shippingMinor)).toEqual([865, 130]);
    expect(lines.map((line) => line.taxMinor)).toEqual([1449, 0]);
    expect(lines[0]?.tax).toEqual({ jurisdiction: 'US-CA', rate: '0.0725', basisMinor: 19990 });
    expect(totals).toEqual({
      goodsMinor: 22985,
      shippingMinor: 995,
      taxMinor: 1449,
      totalMinor: 25429,
    });
  });

  it('falls due monthly, the first instalment at once', () => {
    const terms = { ...TERMS, placedOn: '2026-10-31' };
    const { lines, instalments } = priceOrder(numbered(JUICER, GREENS), terms);
    expect(lines[0]?.instalmentsMinor).toEqual([5576, 5576, 5576, 5576]);
    expect(instalments).toEqual([
      { number: 1, dueOn: '2026-10-31', amountMinor: 5576 + 3125 },
      { number: 2, dueOn: '2026-11-30', amountMinor: 5576 },
      { number: 3, dueOn: '2026-12-31', amountMinor: 5576 },
      { number: 4, dueOn: '2027-01-31', amountMinor: 5576 },
    ]);
  });

  it('taxes shipping where it is taxable', () => {
    const tax = { ...TERMS.tax, shippingTaxable: true };
    const [line] = priceOrder(numbered(JUICER), { ...TERMS, tax }).lines;
    expect(line?.tax.basisMinor).toBe(19990 + 995);
  });

  it('ships free from a worth of goods', () => {
    const shipping = { perOrderMinor: 995, freeFromGoodsMinor: 19990 };
    expect(priceOrder(numbered(JUICER), { ...TERMS, shipping }).totals.shippingMinor).toBe(0);
  });

  it('splits shipping of goods that cost nothing by their number', () => {
    const gift = { ...JUICER, unitPriceMinor: 0, quantity: 1 };
    const { lines } = priceOrder(numbered(gift, { ...gift, quantity: 2 }), TERMS);
    expect(lines.map((line) => line.shippingMinor)).toEqual([332, 663]);
  });

  it('is exact, whatever is ordered', () => {
    const line: fc.Arbitrary<NewLine> = fc
      .record({
        quantity: fc.integer({ min: 1, max: 1000 }),
        unitPriceMinor: fc.integer({ min: 0, max: 1_000_000 }),
        instalments: fc.integer({ min: 1, max: 4 }),
        taxCategory: fc.constantFrom('general', 'food'),
      })
      .map((some) => ({ ...JUICER, ...some }));
    const terms: fc.Arbitrary<PricingTerms> = fc
      .record({ shippingMinor: fc.integer({ min: 0, max: 5000 }), shippingTaxable: fc.boolean() })
      .map(({ shippingMinor, shippingTaxable }) => ({
        ...TERMS,
        shipping: { perOrderMinor: shippingMinor, freeFromGoodsMinor: null },
        tax: { ...TERMS.tax, shippingTaxable },
      }));
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 8 }), terms, (some, pricing) => {
        const { lines, totals, instalments } = priceOrder(numbered(...some), pricing);
        const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);
        expect(sum(lines.map((each) => each.shippingMinor))).toBe(pricing.shipping.perOrderMinor);
        expect(sum(instalments.map((each) => each.amountMinor))).toBe(totals.totalMinor);
        expect(totals.totalMinor).toBe(totals.goodsMinor + totals.shippingMinor + totals.taxMinor);
      }),
    );
  });
});

describe('the preview of a program', () => {
  it('shows the next six cycles from the anchor', () => {
    const terms = { ...TERMS, placedOn: '2026-10-31' };
    const cycles = previewProgram(GREENS_PROGRAM, terms);
    expect(cycles.map(({ dueOn }) => dueOn)).toEqual([
      '2026-11-30',
      '2026-12-31',
      '2027-01-31',
      '2027-02-28',
      '2027-03-31',
      '2027-04-30',
    ]);
    expect(cycles[0]).toMatchObject({
      cycle: 2,
      goodsMinor: 3995,
      shippingMinor: 495,
      totalMinor: 4490,
    });
  });

  it('begins when a trial ends', () => {
    const [first, second] = previewProgram({ ...GREENS_PROGRAM, trialDays: 14 }, TERMS);
    expect([first?.dueOn, second?.dueOn]).toEqual(['2026-12-06', '2027-01-06']);
  });

  it.each([
    ['renew', [0, 0, 11_985, 0, 0, 11_985], 'the next 3 shipments are charged at once'],
    ['downgrade', [0, 0, 3995, 3995, 3995, 3995], 'each shipment is charged as it goes out'],
    ['end', [0, 0], 'The program ends with the last of them.'],
  ] as const)('that is prepaid for three shipments and then %ss', (then, goods, spoken) => {
    const terms = { ...GREENS_PROGRAM, prepaid: { deliveries: 3, then } };
    const cycles = previewProgram(terms, TERMS);
    expect(cycles.map(({ goodsMinor }) => goodsMinor)).toEqual(goods);
    const { totals } = priceOrder(numbered(GREENS), TERMS);
    const words = wordsToRead(totals, 'USD', [{ terms, cycles }]);
    expect(words).toContain('pay for 3 shipments of 1 of GREENS-30 today');
    expect(words).toContain('each with a charge of 4.95 USD');
    expect(words).toContain(spoken);
  });

  it('is read aloud with price, interval, next charge and how to cancel', () => {
    const { totals } = priceOrder(numbered(GREENS), TERMS);
    const cycles = previewProgram(GREENS_PROGRAM, TERMS);
    const words = wordsToRead(totals, 'USD', [{ terms: GREENS_PROGRAM, cycles }]);
    expect(words).toContain('39.90 USD');
    expect(words).toContain('on 2026-12-22, and then every month');
    expect(words).toContain('44.90 USD');
    expect(words).toMatch(/cancel at any time/);
  });
});
