import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

export interface HistoryTotals {
  readonly rows: number;
  readonly orders: number;
  readonly cancellations: number;
  readonly adjustments: number;
  readonly customers: number;
  readonly products: number;
  readonly gross: string;
  readonly cancelled: string;
  readonly net: string;
}

const SCALE = 6;

/** `12.5` as millionths. */
function millionths(text: string): bigint {
  const [whole = '', fraction = ''] = text.replace('-', '').split('.');
  const value = BigInt(whole + fraction.padEnd(SCALE, '0'));
  return text.startsWith('-') ? -value : value;
}

/** Two decimals at least, and no more than are needed. */
function decimal(value: bigint): string {
  const digits = (value < 0n ? -value : value).toString().padStart(SCALE + 1, '0');
  const fraction = digits.slice(-SCALE).replace(/0{1,4}$/, '');
  return `${value < 0n ? '-' : ''}${digits.slice(0, -SCALE)}.${fraction}`;
}

function cellsOf(line: string): string[] {
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
    ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '',
  );
}

/** Sums a file in the form of Online Retail II up, with nothing of Continuo's own. */
export function totalsOf(file: string): HistoryTotals {
  const bytes = readFileSync(file);
  const text = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  const [, ...lines] = text.split(/\r?\n/).filter((line) => line !== '');
  const documents = new Set<string>();
  const customers = new Set<string>();
  const products = new Set<string>();
  let [gross, cancelled, net] = [0n, 0n, 0n];
  for (const line of lines) {
    const [invoice = '', code = '', , quantity = '', , price = '', customer = ''] = cellsOf(line);
    documents.add(invoice);
    if (customer) customers.add(customer);
    products.add(code.trim().toUpperCase());
    const amount = BigInt(quantity) * millionths(price);
    net += amount;
    if (invoice.startsWith('C')) cancelled += amount;
    else if (BigInt(quantity) > 0n && millionths(price) > 0n) gross += amount;
  }
  const beginning = (letter: string) =>
    [...documents].filter((number) => number.startsWith(letter)).length;
  const [cancellations, adjustments] = [beginning('C'), beginning('A')];
  return {
    rows: lines.length,
    orders: documents.size - cancellations - adjustments,
    cancellations,
    adjustments,
    customers: customers.size,
    products: products.size,
    gross: decimal(gross),
    cancelled: decimal(cancelled),
    net: decimal(net),
  };
}
