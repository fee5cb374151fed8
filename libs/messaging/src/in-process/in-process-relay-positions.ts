import type { RelayPositions } from '../relay-positions';

/** In memory: after a restart everything is relayed again, which the consumers pass over. */
export class InProcessRelayPositions implements RelayPositions {
  private readonly positions = new Map<string, number>();

  async load(name: string): Promise<number | undefined> {
    return this.positions.get(name);
  }

  async save(name: string, position: number): Promise<void> {
    this.positions.set(name, position);
  }
}
