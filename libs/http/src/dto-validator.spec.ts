import 'reflect-metadata';
import { plainToInstance } from 'class-transformer';
import { IsInt, IsOptional, IsString, MaxLength, validateSync } from 'class-validator';
import * as fc from 'fast-check';
import { compileDto, UNKNOWN_FIELD } from './dto-validator';
import { NestedField, TextField } from './fields';
import { hasBadText } from './text';
import { SAMPLE_ORDER, SampleQuery } from './sample-app.fixture';
import { AddressDto, LineDto, SampleOrderDto } from './sample-order.fixture';

class StockDto {
  @IsString()
  @MaxLength(5)
  code!: string;

  @IsOptional()
  @IsInt({ each: true })
  numbers?: number[];
}

class TreeDto {
  @TextField()
  name!: string;

  @NestedField(() => TreeDto, { optional: true, array: true })
  children?: TreeDto[];
}

const stockAccepts = (dto: new () => object, value: object) =>
  validateSync(plainToInstance(dto, structuredClone(value)), {
    whitelist: true,
    forbidNonWhitelisted: true,
  }).length === 0;

const compiledAccepts = (dto: new () => object, value: object) =>
  compileDto(dto)(structuredClone(value)) === undefined;

/** Values that are right, nearly right, or wrong for some field. */
const anything = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    0,
    1,
    -1,
    1.5,
    1e9,
    2 ** 53,
    '',
    ' ',
    'USD',
    'ZZZ',
    'US',
    'GLOW-30',
    '+12125550123',
    'pm_x',
    'call',
    '2026-02-28',
    '2026-02-30',
    '2026-11-22T09:30:00Z',
    '2026-11-22T25:30:00Z',
    [],
    {},
    [null],
    [[]],
    ['note'],
    { USD: 100 },
    { USD: 1.5 },
    { line1: '1 Main Street', country: 'US' },
    { line1: '1 Main Street', country: 'QQ' },
    [{ sku: 'A', quantity: 1 }],
    [{ sku: 'A', quantity: 1, unit_price_minor: null }],
    [{ sku: 'A', quantity: 1, extra: 1 }],
    ['A'],
  ),
  fc.string({ maxLength: 6 }),
  fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<unknown>,
);

/** A right value with some of its fields replaced, removed or added. */
function nearly(good: object): fc.Arbitrary<object> {
  const names = fc.constantFrom(
    ...Object.keys(good),
    'called_at',
    'ship_on',
    'token',
    'channel',
    'gift',
    'prices',
    'notes',
    'unit_price_minor',
    'numbers',
    'children',
    'extra',
  );
  return fc
    .tuple(fc.dictionary(names, anything, { maxKeys: 3 }), fc.array(names, { maxLength: 1 }))
    .map(([changes, removed]) => {
      const value: Record<string, unknown> = { ...good, ...changes };
      for (const name of removed) delete value[name];
      return value;
    });
}

const textIsSound = (value: unknown): boolean => {
  if (typeof value === 'string') return !hasBadText(value);
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(([key, entry]) => !hasBadText(key) && textIsSound(entry));
};

describe('the compiled validator', () => {
  it.each<[string, new () => object, object]>([
    ['an order', SampleOrderDto, SAMPLE_ORDER],
    ['a line', LineDto, { sku: 'A', quantity: 1 }],
    ['an address', AddressDto, SAMPLE_ORDER.address],
    ["class-validator's own decorators", StockDto, { code: 'abc' }],
    ['a class that holds itself', TreeDto, { name: 'root', children: [{ name: 'leaf' }] }],
  ])('accepts exactly what class-validator accepts: %s', (_, dto, good) => {
    expect(compiledAccepts(dto, good)).toBe(true);
    let accepted = 0;
    fc.assert(
      fc.property(nearly(good), (value) => {
        const stock = stockAccepts(dto, value);
        if (stock) accepted += 1;
        expect(compiledAccepts(dto, value)).toBe(stock && textIsSound(value));
      }),
      { numRuns: 400 },
    );
    // Otherwise only refusals were compared.
    expect(accepted).toBeGreaterThan(5);
  });

  it('refuses names that every object inherits, which class-transformer drops in silence', () => {
    for (const name of ['toString', 'hasOwnProperty', 'constructor', '__proto__']) {
      const body: unknown = JSON.parse(`{"line1":"1 Main Street","country":"US","${name}":1}`);
      expect(compileDto(AddressDto)(body)).toEqual([
        { pointer: `/${name}`, detail: UNKNOWN_FIELD },
      ]);
    }
  });

  it('tells every problem, each with its pointer', () => {
    const problems = compileDto(SampleOrderDto)({
      ...SAMPLE_ORDER,
      currency: 'ZZZ',
      lines: [
        { sku: 'A', quantity: 1 },
        { sku: '', 'a/b~c': 1 },
      ],
      extra: 1,
    });
    expect(problems?.map(({ pointer }) => pointer).sort()).toEqual([
      '/currency',
      '/extra',
      '/lines/1/a~1b~0c',
      '/lines/1/quantity',
      '/lines/1/sku',
    ]);
    expect(problems).toContainEqual({ pointer: '/extra', detail: UNKNOWN_FIELD });
  });

  it('refuses text that no store can hold, in any string', () => {
    for (const bad of ['a\0', '\ud800', '\udc00x']) {
      expect(compileDto(StockDto)({ code: bad })).toHaveLength(1);
      expect(compileDto(SampleOrderDto)({ ...SAMPLE_ORDER, notes: ['fine', bad] })).toMatchObject([
        { pointer: '/notes/1' },
      ]);
    }
    expect(compileDto(StockDto)({ code: '😀' })).toBeUndefined();
  });

  it('does not follow a class into itself without end', () => {
    let tree: object = { name: 'leaf' };
    for (let depth = 0; depth < 40; depth += 1) tree = { name: 'node', children: [tree] };
    expect(compileDto(TreeDto)(tree)?.[0]?.detail).toBe('Send less deeply nested values.');
  });

  it('bounds what it tells about a hostile body', () => {
    const body = Object.fromEntries(Array.from({ length: 5_000 }, (_, index) => [`x${index}`, 1]));
    expect(compileDto(AddressDto)(body)).toHaveLength(50);
  });

  it('takes values from a query as text', () => {
    const validate = compileDto(SampleQuery, 'query');
    const query = { limit: '7', open: 'false', sku: ['A', 'B'] };
    expect(validate(query)).toBeUndefined();
    expect(query).toEqual({ limit: 7, open: false, sku: ['A', 'B'] });
    expect(validate({ limit: '7.5' })).toMatchObject([{ pointer: '/limit' }]);
    expect(compileDto(SampleQuery)({ limit: '7' })).toMatchObject([{ pointer: '/limit' }]);
  });
});
