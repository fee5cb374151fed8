/** How far the record has been relayed, by the name of the relay. Shared by all processes. */
export interface RelayPositions {
  /** The position saved last; undefined when none was. */
  load(name: string): Promise<number | undefined>;
  /** Durable enough when it resolves: a position that is lost means that messages are repeated. */
  save(name: string, position: number): Promise<void>;
}

/** Injection token of {@link RelayPositions}. */
export const RELAY_POSITIONS = Symbol('RelayPositions');
