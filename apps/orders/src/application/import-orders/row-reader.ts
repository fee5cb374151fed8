import type { Decimal } from '@continuo/kernel/decimal';
import type { Instant } from '@continuo/kernel/instant';
import { roundHalfUp } from '@continuo/kernel/rate';
import type { Profile } from '../../domain/customer/events';
import type { DocumentKind, HistoricLine } from '../../domain/imported-order/events';
import { lineAmount, readDecimal } from './amounts';
import { type Cell, type Columns, headerOf } from './columns';
import type { MappedColumn, Mapping } from './mapping';
import { timestampReader } from './timestamps';

/** A row of the source, understood. */
export interface HistoryRow {
  readonly line: number;
  readonly document: DocumentKind;
  readonly number: string;
  readonly orderedAt: Instant;
  readonly content: HistoricLine;
  /** What `content.amountMinor` was rounded from. */
  readonly exact: Decimal;
  readonly customer: string;
  readonly country: string;
  readonly soldBy: string;
}

/** A row that cannot be understood: in which column, and why. The value is not repeated. */
export class Rejection {
  constructor(
    readonly column: string,
    readonly reason: string,
  ) {}
}

const MAX_QUANTITY = 1_000_000;
const MAX_TEXT = 500;
const MAX_CODE = 64;
const UNPRINTABLE =
  /[\u0000-\u001f\u007f\ufffd]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

/** Reads the rows of one file by a mapping. */
export class RowReader {
  private readonly width: number;
  private readonly lastFit: Partial<Record<MappedColumn, string>> = {};
  private readonly cellOf: Readonly<Record<MappedColumn, Cell>>;
  private readonly readInstant: (text: string) => Instant | undefined;

  constructor(
    private readonly mapping: Mapping,
    header: readonly string[],
    columns: Columns,
    private readonly looksLikeCard: (text: string) => boolean,
  ) {
    this.width = header.length;
    const blank: Cell = () => '';
    const cell = (name: MappedColumn) => columns.optional(mapping.columns[name]) ?? blank;
    this.cellOf = {
      number: cell('number'),
      orderedAt: cell('orderedAt'),
      sku: cell('sku'),
      name: cell('name'),
      quantity: cell('quantity'),
      unitPrice: cell('unitPrice'),
      discount: cell('discount'),
      soldBy: cell('soldBy'),
      customer: cell('customer'),
      customerName: cell('customerName'),
      street: cell('street'),
      city: cell('city'),
      region: cell('region'),
      postcode: cell('postcode'),
      country: cell('country'),
    };
    this.readInstant = timestampReader(mapping.dateFormats, mapping.zone);
  }

  read(line: number, cells: readonly string[]): HistoryRow | Rejection {
    if (cells.length !== this.width) {
      return new Rejection(
        '',
        `ragged-row: ${cells.length} cells where the header has ${this.width}`,
      );
    }
    const { cellOf } = this;
    const number = cellOf.number(cells);
    const sku = cellOf.sku(cells).toUpperCase();
    const orderedAt = this.readInstant(cellOf.orderedAt(cells));
    const quantityText = cellOf.quantity(cells);
    const quantity = Number(quantityText);
    const price = readDecimal(cellOf.unitPrice(cells));
    const discountText = cellOf.discount(cells);
    const discount = discountText === '' ? undefined : readDecimal(discountText);
    if (number === '') return this.rejected('number', 'blank');
    if (sku === '') return this.rejected('sku', 'blank');
    if (number.length > MAX_CODE) return this.rejected('number', `longer than ${MAX_CODE}`);
    if (sku.length > MAX_CODE) return this.rejected('sku', `longer than ${MAX_CODE}`);
    if (!orderedAt) {
      return this.rejected('orderedAt', `no date as ${this.mapping.dateFormats.join(' or ')}`);
    }
    if (!/^-?\d+$/.test(quantityText)) return this.rejected('quantity', 'no whole number');
    if (quantity === 0) return this.rejected('quantity', 'zero');
    if (Math.abs(quantity) > MAX_QUANTITY) return this.rejected('quantity', 'beyond a million');
    if (!price) return this.rejected('unitPrice', 'no decimal number of at most 8 places');
    if (discountText !== '' && (!discount || discount.units < 0n || isAboveOne(discount))) {
      return this.rejected('discount', 'no fraction from 0 to 1');
    }
    const exact = lineAmount(price, quantity, discount);
    const name = cellOf.name(cells);
    const customer = wholeNumber(cellOf.customer(cells));
    const soldBy = cellOf.soldBy(cells);
    const country = cellOf.country(cells);
    const unfit =
      this.unfit('number', number) ??
      this.unfit('sku', sku) ??
      this.unfit('name', name) ??
      this.unfit('customer', customer) ??
      this.unfit('soldBy', soldBy) ??
      this.unfit('country', country);
    if (unfit) return unfit;
    const content: HistoricLine = {
      sku,
      name,
      quantity,
      unitPrice: price.text,
      ...(discount && discount.units !== 0n && { discount: discount.text }),
      amountMinor: roundHalfUp(exact, this.mapping.currency),
    };
    const document = this.documentOf(number);
    return { line, document, number, orderedAt, content, exact, customer, country, soldBy };
  }

  /** What the row tells of its customer; sources without names know them by their number. */
  profileOf({ customer, country }: HistoryRow, cells: readonly string[]): Profile {
    const { customerName, street, city, region, postcode } = this.cellOf;
    const name = customerName(cells).slice(0, MAX_TEXT);
    const lastBlank = name.lastIndexOf(' ');
    return {
      name: name
        ? { first: lastBlank < 0 ? '' : name.slice(0, lastBlank), last: name.slice(lastBlank + 1) }
        : { first: 'Customer', last: customer },
      phone: null,
      email: null,
      address: {
        lines: street(cells) ? [street(cells)] : [],
        city: city(cells),
        region: region(cells),
        postcode: postcode(cells),
        country,
      },
    };
  }

  /** Text that may not be kept. Rows of one document repeat most of theirs, so the last is remembered. */
  private unfit(column: MappedColumn, text: string): Rejection | undefined {
    if (text === '' || this.lastFit[column] === text) return undefined;
    if (text.length > MAX_TEXT) return this.rejected(column, `longer than ${MAX_TEXT}`);
    if (UNPRINTABLE.test(text)) return this.rejected(column, 'a character that is no text');
    if (text.length > 12 && this.looksLikeCard(text)) {
      return this.rejected(column, 'looks like a card number, which may not be kept');
    }
    this.lastFit[column] = text;
    return undefined;
  }

  private documentOf(number: string): DocumentKind {
    const { cancellationPrefix, adjustmentPrefix } = this.mapping;
    if (cancellationPrefix && number.startsWith(cancellationPrefix)) return 'cancellation';
    return adjustmentPrefix && number.startsWith(adjustmentPrefix) ? 'adjustment' : 'order';
  }

  private rejected(column: MappedColumn, reason: string): Rejection {
    return new Rejection(headerOf(this.mapping.columns[column]), reason);
  }
}

function isAboveOne({ units, scale }: Decimal): boolean {
  return units > 10n ** BigInt(scale);
}

/** Spreadsheets turn the number 13085 into 13085.0. */
function wholeNumber(text: string): string {
  return text.endsWith('.0') ? text.slice(0, -2) : text;
}
