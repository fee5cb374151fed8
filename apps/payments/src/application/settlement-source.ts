import type { Instant } from '@continuo/kernel/instant';
import type { SettlementLine } from '../domain/settlement/line';

export interface SettlementPeriod {
  /** Inclusive. */
  readonly from?: Instant;
  /** Exclusive. */
  readonly until?: Instant;
}

/**
 * What a processor says it has settled: a file it sent, its books, or its interface. Every line has
 * an id that is the same whenever it is asked for; its reference is the one that the gateway answered
 * when the money moved. Lines of which the processor says no time belong to every period.
 * Every adapter passes `libs/testing/src/settlement-source.contract.ts`.
 */
export interface SettlementSource {
  /** Names the processor: its line ids are its own. */
  readonly processor: string;
  lines(period?: SettlementPeriod): AsyncIterable<SettlementLine>;
}

/** What the processors of the payments say themselves, by account; injection token of the map. */
export type SettlementSources = ReadonlyMap<string, SettlementSource>;
export const SETTLEMENT_SOURCES = Symbol('SettlementSources');

/** A report that somebody sends. Throws `settlement-file-invalid`, naming each bad line, before the first is given. */
export type OpenSettlementFile = (processor: string, csv: string) => SettlementSource;

/** Injection token of {@link OpenSettlementFile}. */
export const SETTLEMENT_FILE = Symbol('OpenSettlementFile');
