import type { ProjectionStatus } from './read-store';

/** `live`: what queries see; `building`: the next generation; `retired`: replaced, to be dropped. */
export type GenerationState = 'live' | 'building' | 'retired';

/** One set of tables of a read model, and how far it is filled. */
export interface GenerationRow {
  readonly name: string;
  readonly generation: number;
  readonly version: number;
  readonly position: number;
  readonly state: GenerationState;
  readonly tables: readonly string[];
}

/** Every live generation, with what is known of the one that is built beside it. */
export const STATUSES_SQL = `
  SELECT live.name, live.version, live.position, live.failure, next.generation AS next, next.failure AS next_failure
  FROM projection_checkpoints AS live
  LEFT JOIN projection_checkpoints AS next ON next.name = live.name AND next.state = 'building'
  WHERE live.state = 'live' ORDER BY live.name`;

/** A row of {@link STATUSES_SQL}. */
export interface StatusRow {
  readonly name: string;
  readonly version: number;
  readonly position: number;
  readonly failure: string | null;
  readonly next: number | null;
  readonly next_failure: string | null;
}

export function toStatus({ name, version, position, next, ...row }: StatusRow): ProjectionStatus {
  const failure = row.failure ?? row.next_failure ?? undefined;
  const state = failure === undefined ? (next === null ? 'live' : 'rebuilding') : 'stopped';
  return { name, version, position, state, failure };
}
