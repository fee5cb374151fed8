import type { AnyAggregate } from '@continuo/event-store/aggregate';
import type { Projection } from '../projection';

/** What a definitions module exports. */
export interface ProjectionDefinitions {
  readonly projections: readonly Projection[];
  readonly aggregates: readonly AnyAggregate[];
}

export interface ProjectorStart {
  readonly recordFile: string;
  readonly readFile: string;
  /** Absolute path, without extension, of a module that exports {@link ProjectionDefinitions}. */
  readonly definitionsModule: string;
}

export type ProjectorRequest = { readonly kind: 'head-moved' } | { readonly kind: 'close' };

export type ProjectorReport =
  | { readonly kind: 'ready'; readonly projections: readonly string[] }
  | { readonly kind: 'progress'; readonly positions: Readonly<Record<string, number>> }
  | { readonly kind: 'stopped'; readonly projection: string; readonly failure: string }
  /** `read.db` cannot be written now: tried again. */
  | { readonly kind: 'trouble'; readonly message: string }
  | { readonly kind: 'closed' };
