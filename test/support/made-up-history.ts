import { writeFileSync } from 'node:fs';

const LINES_PER_INVOICE = 18;

/** A file in the form of Online Retail II: always the same one for the same number of rows. */
export function writeMadeUpHistory(file: string, rows: number): void {
  const lines = ['Invoice,StockCode,Description,Quantity,InvoiceDate,Price,CustomerID,Country'];
  for (let row = 0; row < rows; row += 1) {
    const invoice = Math.floor(row / LINES_PER_INVOICE);
    const isCancellation = invoice % 7 === 6;
    const number = `${isCancellation ? 'C' : ''}${500_000 + invoice}`;
    const sku = `${20_000 + ((row * 7919) % 4000)}`;
    const quantity = (isCancellation ? -1 : 1) * (1 + (row % 12));
    const day = 1 + (Math.floor(invoice / 100) % 28);
    const at = `2010-06-${String(day).padStart(2, '0')} 10:${String(invoice % 60).padStart(2, '0')}:00`;
    const price = `${row % 20}.${String((row * 37) % 100).padStart(2, '0')}`;
    const customer = invoice % 5 === 0 ? '' : `${12_000 + (invoice % 3000)}`;
    lines.push(
      `${number},${sku},PRODUCT ${sku},${quantity},${at},${price},${customer},United Kingdom`,
    );
  }
  writeFileSync(file, `${lines.join('\n')}\n`);
}
