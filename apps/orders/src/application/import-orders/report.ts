import { minorUnitExponent } from '@continuo/kernel/currency';
import { addDecimals, type Decimal, formatDecimal } from '@continuo/kernel/decimal';
import { ExactSum } from './amounts';
import type { HistoryRow } from './row-reader';

/** Sums of one currency as exact decimals in major units. */
export interface CurrencyTotals {
  /** Sales: rows of no cancellation, with a quantity and a price above zero. */
  readonly gross: string;
  /** All rows of cancellations. */
  readonly cancelled: string;
  /** All rows. */
  readonly net: string;
  /** `net` as stored: each line rounded once, half up, to the minor unit. */
  readonly stored: string;
  /** `stored - net`. */
  readonly difference: string;
}

/** What was read and what became of it. Counts of documents, persons and goods are of what the file holds. */
export interface ImportReport {
  readonly file: string;
  readonly source: string;
  readonly dry_run: boolean;
  readonly rows: number;
  readonly imported: number;
  readonly already_known: number;
  readonly rejected: number;
  /** CSV of line, column, reason; null when no row was rejected. */
  readonly rejected_file: string | null;
  readonly orders: number;
  readonly cancellations: number;
  readonly adjustments: number;
  readonly customers: number;
  readonly products: number;
  readonly currencies: Readonly<Record<string, CurrencyTotals>>;
  readonly seconds: number;
}

/** Adds the accepted rows of a file up. */
export class Totals {
  private readonly gross = new ExactSum();
  private readonly cancelled = new ExactSum();
  private readonly net = new ExactSum();
  private storedMinor = 0n;
  private readonly documents = {
    order: new Set<string>(),
    cancellation: new Set<string>(),
    adjustment: new Set<string>(),
  };
  private readonly customers = new Set<string>();
  private readonly products = new Set<string>();
  private lastNumber = '';

  add({ document, number, content, exact, customer }: HistoryRow): void {
    this.net.add(exact);
    if (document === 'cancellation') this.cancelled.add(exact);
    else if (content.quantity > 0 && exact.units > 0n) this.gross.add(exact);
    this.storedMinor += BigInt(content.amountMinor);
    if (number !== this.lastNumber) this.documents[document].add((this.lastNumber = number));
    if (customer !== '') this.customers.add(customer);
    this.products.add(content.sku);
  }

  counts() {
    return {
      orders: this.documents.order.size,
      cancellations: this.documents.cancellation.size,
      adjustments: this.documents.adjustment.size,
      customers: this.customers.size,
      products: this.products.size,
    };
  }

  of(currency: string): CurrencyTotals {
    const exponent = minorUnitExponent(currency);
    const text = (value: Decimal) => formatDecimal(value, exponent);
    const net = this.net.total;
    const stored: Decimal = { units: this.storedMinor, scale: exponent };
    return {
      gross: text(this.gross.total),
      cancelled: text(this.cancelled.total),
      net: text(net),
      stored: text(stored),
      difference: text(addDecimals(stored, { ...net, units: -net.units })),
    };
  }
}
