import type { RecordedEvent } from '@continuo/event-store/event-store';

/** What a check found. No fact means that there was nothing to look at, not that it passed. */
export interface Finding {
  readonly name: string;
  /** What must hold. */
  readonly rule: string;
  readonly facts: number;
  /** Each names what breaks the rule. */
  readonly breaches: readonly string[];
}

/** One invariant, checked in one pass over the record, oldest event first. */
export interface Check {
  readonly name: string;
  readonly rule: string;
  see(event: RecordedEvent): void;
  finish(): { readonly facts: number; readonly breaches: readonly string[] };
}

/** The data of an event, as the check that asks for it knows it. */
export function dataOf<T>(event: RecordedEvent): T {
  return event.data as T;
}

/** Adds to a number kept under a key. */
export function addTo<K>(map: Map<K, number>, key: K, amount: number): number {
  const sum = (map.get(key) ?? 0) + amount;
  map.set(key, sum);
  return sum;
}
