import { isCurrency } from '@continuo/kernel/currency';
import { isZone } from '@continuo/kernel/calendar';
import { type Static, Type } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import { ImportError } from './import-error';

const Text = Type.String({ minLength: 1, maxLength: 200 });

/** A column by its header, by any of several headers, or of a joined file. */
const ColumnRef = Type.Union([
  Text,
  Type.Array(Text, { minItems: 1 }),
  Type.Object({ join: Text, column: Text }, { additionalProperties: false }),
]);

const FileFormat = {
  delimiter: Type.Optional(Type.String({ minLength: 1, maxLength: 1 })),
  /** WHATWG name of a character encoding; UTF-8 unless a byte order mark or this says otherwise. */
  encoding: Type.Optional(Text),
};

const Join = Type.Object(
  { name: Text, file: Text, key: Text, by: ColumnRef, ...FileFormat },
  { additionalProperties: false },
);

const Columns = Type.Object(
  {
    number: ColumnRef,
    orderedAt: ColumnRef,
    sku: ColumnRef,
    name: Type.Optional(ColumnRef),
    quantity: ColumnRef,
    unitPrice: ColumnRef,
    discount: Type.Optional(ColumnRef),
    soldBy: Type.Optional(ColumnRef),
    customer: Type.Optional(ColumnRef),
    customerName: Type.Optional(ColumnRef),
    street: Type.Optional(ColumnRef),
    city: Type.Optional(ColumnRef),
    region: Type.Optional(ColumnRef),
    postcode: Type.Optional(ColumnRef),
    country: Type.Optional(ColumnRef),
  },
  { additionalProperties: false },
);

const MappingSchema = Type.Object(
  {
    $schema: Type.Optional(Type.String()),
    description: Type.Optional(Type.String()),
    /** Numbers of orders and customers are unique within a source: files of one source may overlap. */
    source: Type.String({ pattern: '^[a-z0-9]+(-[a-z0-9]+)*$', maxLength: 40 }),
    /** The file with the lines, when the path is a folder. */
    file: Type.Optional(Text),
    ...FileFormat,
    currency: Type.String({ pattern: '^[A-Z]{3}$' }),
    /** Zone of the source's local times. */
    zone: Text,
    /** Made of YYYY, MM, DD, M, D, HH, H, mm, ss; the first that fits is taken. */
    dateFormats: Type.Array(Text, { minItems: 1 }),
    columns: Columns,
    joins: Type.Optional(Type.Array(Join)),
    /** How numbers of documents that are no sales begin. */
    cancellationPrefix: Type.Optional(Text),
    adjustmentPrefix: Type.Optional(Text),
    /** Codes that are charges and no goods; `*` stands for anything at the end. */
    notGoods: Type.Optional(Type.Array(Text)),
  },
  { additionalProperties: false },
);

/** Which column of a file of order history is what (docs/import.md). */
export type Mapping = Static<typeof MappingSchema>;
export type MappedColumn = keyof Mapping['columns'];
export type Column = Static<typeof ColumnRef>;
export type FileFormat = Pick<Mapping, 'delimiter' | 'encoding'>;

/** Reads a mapping. Throws ImportError `mapping-invalid` that says where it is wrong. */
export function parseMapping(json: string, origin: string): Mapping {
  const wrong = (detail: string) =>
    new ImportError('mapping-invalid', `The mapping ${origin} cannot be used: ${detail}`);
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    throw wrong(`it is no JSON (${(error as Error).message}).`);
  }
  const [problem] = Value.Errors(MappingSchema, value);
  if (problem) throw wrong(`${problem.path || '/'}: ${problem.message}.`);
  const mapping = value as Mapping;
  if (!isCurrency(mapping.currency)) throw wrong(`/currency: no active ISO 4217 code.`);
  if (!isZone(mapping.zone)) throw wrong(`/zone: no IANA time zone.`);
  return mapping;
}
