import { existsSync } from 'node:fs';
import type { SettlementSource } from '../../application/settlement-source';
import type { SettlementLine } from '../../domain/settlement/line';
import { readBooks } from './books';

/** The simulator's books as a settlement report: no fees, and no times, for it keeps none. */
export class SimulatorSettlements implements SettlementSource {
  readonly processor = 'simulator';

  constructor(private readonly file: string) {}

  async *lines(): AsyncGenerator<SettlementLine> {
    if (!existsSync(this.file)) return;
    for (const { kind, status, reference, idempotencyKey, amountMinor, currency } of readBooks(
      this.file,
    )) {
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
