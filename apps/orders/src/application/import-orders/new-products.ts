import type { ImportedProduct } from './history-recorder';
import type { HistoryRow } from './row-reader';

/**
 * The products of a file, each once. Rows that are no sale often carry a remark ('damaged', '?') in
 * place of the description, so a product waits for a sale to be named by.
 */
export class NewProducts {
  private readonly seen = new Set<string>();
  private readonly waiting = new Map<string, ImportedProduct>();
  private readonly codes: ReadonlySet<string>;
  private readonly prefixes: readonly string[];

  constructor(notGoods: readonly string[]) {
    const codes = notGoods.map((code) => code.toUpperCase());
    this.codes = new Set(codes.filter((code) => !code.endsWith('*')));
    this.prefixes = codes.filter((code) => code.endsWith('*')).map((code) => code.slice(0, -1));
  }

  /** The row's product, when this row is the first that can name it. */
  see({ content, orderedAt }: HistoryRow): ImportedProduct | undefined {
    const { sku, name, quantity, amountMinor } = content;
    if (this.seen.has(sku)) return undefined;
    const before = this.waiting.get(sku);
    const product = {
      sku,
      name: name || (before?.name ?? ''),
      isGoods: this.isGoods(sku),
      firstSeenAt: before?.firstSeenAt ?? orderedAt,
    };
    if (name === '' || quantity < 0 || amountMinor <= 0) {
      if (!before) this.waiting.set(sku, product);
      return undefined;
    }
    this.waiting.delete(sku);
    this.seen.add(sku);
    return product;
  }

  /** Those that no sale has named. */
  takeAll(): readonly ImportedProduct[] {
    const rest = [...this.waiting.values()];
    this.waiting.clear();
    return rest;
  }

  private isGoods(sku: string): boolean {
    return !this.codes.has(sku) && !this.prefixes.some((prefix) => sku.startsWith(prefix));
  }
}
