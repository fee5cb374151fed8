import { formatDecimal } from '@continuo/kernel/decimal';
import * as fc from 'fast-check';
import { ExactSum, lineAmount, readDecimal } from './amounts';
import { DocumentGroups } from './document-groups';
import { InFlight } from './in-flight';
import { parseMapping } from './mapping';
import type { HistoryRow } from './row-reader';
import { timestampReader } from './timestamps';

describe('timestamps', () => {
  const read = timestampReader(['YYYY-MM-DD HH:mm:ss', 'D/M/YYYY H:mm'], 'Europe/London');

  it.each([
    ['2009-12-01 07:45:00', '2009-12-01T07:45:00.000Z'],
    ['2010-06-01 07:45:30', '2010-06-01T06:45:30.000Z'],
    ['1/6/2010 7:45', '2010-06-01T06:45:00.000Z'],
    ['2010-03-28 00:59:59', '2010-03-28T00:59:59.000Z'],
    ['2010-03-28 02:00:00', '2010-03-28T01:00:00.000Z'],
    ['2010-10-31 00:30:00', '2010-10-30T23:30:00.000Z'],
    ['2010-10-31 01:30:00', '2010-10-31T00:30:00.000Z'],
    ['2010-10-31 02:30:00', '2010-10-31T02:30:00.000Z'],
    ['2010-02-29 07:45:00', undefined],
    ['2010-06-01 24:00:00', undefined],
    ['2010-06-01', undefined],
    ['', undefined],
  ])('reads %s as %s', (text, instant) => expect(read(text)).toBe(instant));
});

describe('amounts', () => {
  it.each(['6.95', '-53594.36', '0.001', '12'])('reads %s as it is', (text) =>
    expect(readDecimal(text)?.text).toBe(text),
  );

  it.each(['', '1e3', '1,5', '0x1', '.5', '5.', '1.123456789', '+1', ' 1'])('refuses %j', (text) =>
    expect(readDecimal(text)).toBeUndefined(),
  );

  it('takes a discount off exactly', () => {
    const [price, discount] = [readDecimal('9.8'), readDecimal('0.15')];
    expect(price && formatDecimal(lineAmount(price, 35, discount))).toBe('291.55');
  });

  it('adds up exactly, whatever the scales', () => {
    const cents = fc.integer({ min: -1_000_000, max: 1_000_000 });
    fc.assert(
      fc.property(fc.array(cents), fc.array(cents), (two, three) => {
        const sum = new ExactSum();
        for (const units of two) sum.add({ units: BigInt(units), scale: 2 });
        for (const units of three) sum.add({ units: BigInt(units), scale: 3 });
        const expected = two.reduce((a, b) => a + b * 10, 0) + three.reduce((a, b) => a + b, 0);
        const { units, scale } = sum.total;
        expect(units * 10n ** BigInt(3 - scale)).toBe(BigInt(expected));
      }),
    );
  });
});

describe('documents', () => {
  const row = (number: string) => ({ number, customer: '' }) as HistoryRow;
  const taken = (groups: DocumentGroups) =>
    groups.takeComplete().map((group) => `${group.number} ${group.rows.length}`);

  it('are complete when they have been quiet, though their rows need not follow each other', () => {
    const groups = new DocumentGroups({ quietRows: 3, heldRows: 100 });
    for (const number of ['a', 'b', 'a', 'b', 'b']) groups.add(row(number));
    expect(taken(groups)).toEqual([]);
    groups.add(row('c'));
    expect(taken(groups)).toEqual(['a 2']);
  });

  it('that go on after that are scattered', () => {
    const groups = new DocumentGroups({ quietRows: 1, heldRows: 100 });
    for (const number of ['a', 'b']) groups.add(row(number));
    groups.takeComplete();
    groups.add(row('a'));
    expect([...groups.scattered]).toEqual(['a']);
  });

  it('are held in bounded number, the quietest go first', () => {
    const groups = new DocumentGroups({ quietRows: 1000, heldRows: 4 });
    for (const number of ['a', 'b', 'c', 'd', 'e']) groups.add(row(number));
    expect(taken(groups)).toEqual(['a 1', 'b 1', 'c 1']);
  });
});

describe('commands in flight', () => {
  it('are bounded, and a failure is not lost', async () => {
    const inFlight = new InFlight(2);
    let most = 0;
    let now = 0;
    const task = async () => {
      most = Math.max(most, (now += 1));
      await new Promise(setImmediate);
      now -= 1;
    };
    for (let count = 0; count < 20; count += 1) await inFlight.start(task);
    await inFlight.idle();
    expect(most).toBe(2);
    await inFlight.start(() => Promise.reject(new Error('disk')));
    await expect(inFlight.idle()).rejects.toThrow('disk');
  });
});

describe('a mapping', () => {
  const sound = {
    source: 'shop',
    currency: 'EUR',
    zone: 'Europe/Berlin',
    dateFormats: ['YYYY-MM-DD'],
    columns: { number: 'no', orderedAt: 'at', sku: 'sku', quantity: 'qty', unitPrice: 'price' },
  };

  it('is read', () => expect(parseMapping(JSON.stringify(sound), 'x.json')).toEqual(sound));

  it.each([
    ['no JSON', '{', 'it is no JSON'],
    ['an unknown field', JSON.stringify({ ...sound, colums: {} }), '/colums'],
    [
      'a missing column',
      JSON.stringify({ ...sound, columns: { number: 'no' } }),
      '/columns/orderedAt',
    ],
    ['no such currency', JSON.stringify({ ...sound, currency: 'XXZ' }), '/currency'],
    ['no such zone', JSON.stringify({ ...sound, zone: 'Mars/Base' }), '/zone'],
  ])('with %s says where it is wrong', (_, json, where) => {
    expect(() => parseMapping(json, 'x.json')).toThrow(where);
  });
});
