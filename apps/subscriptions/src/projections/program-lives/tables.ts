import type { TableSpec } from '@continuo/read-store/projection';

/** A program: the cohorts it belongs to, and where it stands. */
export interface LifeRow {
  readonly subscription_id: string;
  /** `2026-01`: month of the first order. */
  readonly start_month: string;
  readonly campaign_id: string | null;
  /** The plan that was sold. */
  readonly plan_id: string;
  readonly agent_id: string | null;
  readonly call_centre_id: string | null;
  readonly currency: string;
  readonly status: string;
}

/** A cycle that was handed over; the first order, cycle 1, is not among them. */
export interface CycleRow {
  readonly subscription_id: string;
  readonly cycle: number;
  readonly due_month: string;
  /** Days since 1970-01-01, as all days here. */
  readonly due_day: number;
  readonly locked_revision: number;
  readonly status: string;
  /** Goods and shipping before tax. */
  readonly due_minor: number;
  /** What was authorised, tax included; null until then. */
  readonly paid_minor: number | null;
  readonly paid_day: number | null;
  /** What its first package was charged. */
  readonly shipped_minor: number | null;
  /** How many charges were declined; null: none. */
  readonly declines: number | null;
  /** Of the last decline. */
  readonly decline: string | null;
  readonly decline_code: string | null;
}

/** What somebody has changed, several rows for a request of several changes. */
export interface ChangeRow {
  readonly subscription_id: string;
  /** Of the request; the same for all that was asked together. */
  readonly change_id: string;
  readonly revision: number;
  readonly kind: string;
  /** Reason code of a cancellation, offers of a save. */
  readonly detail: string | null;
  /** 1 when a customer who wanted to leave took an offer. */
  readonly taken: number | null;
  readonly from_status: string | null;
  readonly month: string;
  readonly day: number;
  readonly actor_kind: string;
  readonly actor_id: string;
  readonly call_centre_id: string | null;
  /** The request that undid it. */
  readonly undone_by: string | null;
  /** 1 when it is itself part of an undo. */
  readonly compensates: number | null;
}

export interface ProgramLivesTables {
  readonly program_lives: LifeRow;
  readonly program_lives_cycles: CycleRow;
  readonly program_lives_changes: ChangeRow;
}

export const PROGRAM_LIVES_TABLES: Readonly<Record<keyof ProgramLivesTables, TableSpec>> = {
  program_lives: {
    columns: {
      subscription_id: 'text',
      start_month: 'text',
      campaign_id: 'text',
      plan_id: 'text',
      agent_id: 'text',
      call_centre_id: 'text',
      currency: 'text',
      status: 'text',
    },
    key: ['subscription_id'],
    indexes: [['start_month'], ['call_centre_id', 'start_month']],
  },
  program_lives_cycles: {
    columns: {
      subscription_id: 'text',
      cycle: 'integer',
      due_month: 'text',
      due_day: 'integer',
      locked_revision: 'integer',
      status: 'text',
      due_minor: 'integer',
      paid_minor: 'integer',
      paid_day: 'integer',
      shipped_minor: 'integer',
      declines: 'integer',
      decline: 'text',
      decline_code: 'text',
    },
    key: ['subscription_id', 'cycle'],
    indexes: [['decline', 'due_month']],
  },
  program_lives_changes: {
    columns: {
      subscription_id: 'text',
      change_id: 'text',
      revision: 'integer',
      kind: 'text',
      detail: 'text',
      taken: 'integer',
      from_status: 'text',
      month: 'text',
      day: 'integer',
      actor_kind: 'text',
      actor_id: 'text',
      call_centre_id: 'text',
      undone_by: 'text',
      compensates: 'integer',
    },
    key: ['subscription_id', 'change_id', 'revision'],
    indexes: [['kind', 'month']],
  },
};
