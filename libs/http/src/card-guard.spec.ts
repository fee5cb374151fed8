import * as fc from 'fast-check';
import { deriveId, deriveUuid } from '@continuo/kernel/ids';
import { guardBody } from './body-guard';
import { isSecretField, looksLikeCard } from './card-guard';

const TEST_CARDS = [
  '4242424242424242',
  '4000056655665556',
  '5555555555554444',
  '2223003122003222',
  '378282246310005',
  '371449635398431',
  '6011111111111117',
  '3056930009020004',
  '36227206271667',
  '3566002020360505',
  '6205500000000000004',
  '4222222222222',
];

describe('looksLikeCard', () => {
  it.each(TEST_CARDS)('knows %s, in groups or in a sentence', (card) => {
    expect(looksLikeCard(card)).toBe(true);
    expect(looksLikeCard(`pays with ${card}, expires 12/27`)).toBe(true);
    expect(looksLikeCard((card.match(/\d{1,4}/g) ?? []).join(' '))).toBe(true);
    expect(looksLikeCard((card.match(/\d{1,4}/g) ?? []).join('-'))).toBe(true);
    expect(looksLikeCard(`${(card.match(/\d{1,4}/g) ?? []).join(' ')} 1227 123`)).toBe(true);
    expect(looksLikeCard(`pm_${card}`)).toBe(true);
  });

  it('lets telephone numbers in E.164 pass', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\+[1-9]\d{6,13}$/), (phone) => {
        expect(looksLikeCard(phone)).toBe(false);
        expect(looksLikeCard(phone.slice(1), 'ani')).toBe(false);
      }),
    );
  });

  it('lets our ids, uuids, hashes and trace ids pass', () => {
    for (let n = 0; n < 5_000; n += 1) {
      expect(looksLikeCard(deriveId('ord', n))).toBe(false);
      expect(looksLikeCard(deriveUuid(n))).toBe(false);
    }
    expect(looksLikeCard('44444444-4444-4444-8444-444444444448')).toBe(false);
  });

  it('lets instants, dates and tracking numbers that fail Luhn pass', () => {
    fc.assert(
      fc.property(
        fc.date({ noInvalidDate: true, min: new Date(0), max: new Date('2099-12-31') }),
        (date) => {
          expect(looksLikeCard(date.toISOString())).toBe(false);
          expect(looksLikeCard(date.toISOString().replaceAll(/\D/g, ''))).toBe(false);
        },
      ),
    );
    for (const tracking of [
      '1Z999AA10123456784',
      '9400110200881234567890',
      '4242424242424241',
      '785412369874',
    ]) {
      expect(looksLikeCard(tracking)).toBe(false);
    }
  });

  it('lets keys of a counter and an instant pass', () => {
    const instants = fc.integer({ min: 1_700_000_000_000, max: 1_999_999_999_999 }).map(String);
    const parts = fc.tuple(fc.nat({ max: 999 }).map(String), instants, fc.constantFrom(10, 13));
    fc.assert(
      fc.property(parts, ([counter, instant, digits]) => {
        expect(looksLikeCard(`call-${counter}-${instant.slice(0, digits)}`)).toBe(false);
      }),
    );
  });

  it('knows a card that is dictated digit by digit', () => {
    for (const card of TEST_CARDS) expect(looksLikeCard([...card].join(' '))).toBe(true);
  });

  it('knows the names of fields that are secret', () => {
    for (const name of [
      'cvv',
      'CVC',
      'cvv2',
      'card_number',
      'card-number',
      'cardNumber',
      'security_code',
      'securityCode',
      'pan',
    ]) {
      expect([name, isSecretField(name)]).toEqual([name, true]);
    }
    for (const name of ['name', 'company', 'code', 'card', 'span'])
      expect(isSecretField(name)).toBe(false);
  });
});

describe('guardBody', () => {
  it('finds a card wherever it stands', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 3 }), fc.constantFrom(...TEST_CARDS), (around, card) => {
        const body = { around, deep: [{ here: [card] }] };
        expect(() => guardBody(JSON.stringify(body), body)).toThrow();
      }),
      { numRuns: 200 },
    );
  });

  it('names the field and not the number', () => {
    const body = { a: [{ 'b/c': '4242 4242 4242 4242' }] };
    let thrown: unknown;
    try {
      guardBody(JSON.stringify(body), body);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toMatchObject({
      status: 422,
      code: 'card-number-refused',
      options: { fields: [{ pointer: '/a/0/b~1c' }] },
    });
    expect(JSON.stringify(thrown)).not.toContain('4242');
  });

  it('bounds the depth it walks', () => {
    const text = `${'['.repeat(100_000)}"\\u0041"${']'.repeat(100_000)}`;
    expect(() => guardBody(text, JSON.parse(text))).toThrow('less deeply');
  });
});
