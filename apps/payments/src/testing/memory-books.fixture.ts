import type { SimulatorBooks } from '../adapters/simulator/books';
import {
  type BooksView,
  type Entry,
  type SimulatorRequest,
  type Verdict,
  judge,
  lookUp,
} from '../adapters/simulator/rules';
import type { LookupAnswer } from '../domain/payment/answer';

/** The simulator's books in memory, by the rules of those in a file. */
export class MemoryBooks implements SimulatorBooks {
  private readonly byKey = new Map<string, Entry>();

  get entries(): readonly Entry[] {
    return [...this.byKey.values()];
  }

  async carryOut(request: SimulatorRequest): Promise<Verdict> {
    const verdict = judge(request, this.view);
    this.byKey.set(request.idempotencyKey, verdict.entry);
    return verdict;
  }

  async lookUp(idempotencyKey: string): Promise<LookupAnswer> {
    return lookUp(this.byKey.get(idempotencyKey));
  }

  async close(): Promise<void> {}

  private readonly view: BooksView = {
    find: (key) => this.byKey.get(key),
    findByReference: (reference) => this.byKey.get(reference.slice('sim_'.length)),
    takenOn: (reference, kind) =>
      this.entries
        .filter((entry) => entry.on === reference && entry.kind === kind)
        .filter((entry) => entry.status === 'succeeded')
        .reduce((sum, entry) => sum + entry.amountMinor, 0),
    declines: ({ paymentReference, kind, token }) =>
      this.entries.filter(
        (entry) =>
          entry.status === 'declined' &&
          entry.paymentReference === paymentReference &&
          entry.kind === kind &&
          entry.token === token,
      ).length,
  };
}
