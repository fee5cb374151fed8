import { existsSync } from 'node:fs';
import type { SettlementSource } from '../../application/settlement-source';
import type { SettlementLine } from '../../domain/settlement/line';
import { readBooks } from './books';
import type { Entry } from './rules';

/** The simulator's books as a settlement report: no fees, and no times, for it keeps none. */
export class SimulatorSettlements implements SettlementSource {
  readonly processor = 'simulator';

  constructor(private readonly entries: () => Iterable<Entry> | AsyncIterable<Entry>) {}

  /** Books in a file; nothing is settled while there is none. */
  static inFile(file: string): SimulatorSettlements {
    return new SimulatorSettlements(() => (existsSync(file) ? readBooks(file) : []));
  }

  async *lines(): AsyncGenerator<SettlementLine> {
    for await (const entry of this.entries()) {
      const { kind, status, reference, idempotencyKey, amountMinor, currency } = entry;
      const took = kind === 'capture' || kind === 'charge';
      if (status !== 'succeeded' || amountMinor === 0 || !(took || kind === 'refund')) continue;
      yield {
        lineId: reference,
        kind: took ? 'charge' : 'refund',
        reference,
        amountMinor: took ? amountMinor : -amountMinor,
        feeMinor: 0,
        currency,
        settledAt: null,
        idempotencyKey,
      };
    }
  }
}
