import type { Decider } from '@continuo/kernel/decider';
import type { Instant } from '@continuo/kernel/instant';

export type ReportSource = 'file' | 'processor';

export interface ReportFacts {
  readonly reportId: string;
  readonly processor: string;
  readonly source: ReportSource;
  readonly lines: number;
  /** Seen for the first time. */
  readonly newLines: number;
  /** In an earlier report, the same. */
  readonly knownLines: number;
  /** In an earlier report, with other values. */
  readonly restatedLines: number;
  readonly recordedAt: Instant;
}

export interface SettlementReportEvent {
  readonly type: 'settlement-report.recorded.v1';
  readonly data: ReportFacts;
}

export interface SettlementReportCommand {
  readonly type: 'record';
  readonly report: ReportFacts;
}

export type SettlementReportState = ReportFacts | null;

/** A report that was taken in, after all of its lines. */
export const settlementReportDecider: Decider<
  SettlementReportCommand,
  SettlementReportEvent,
  SettlementReportState
> = {
  decide: ({ report }, state) =>
    state ? [] : [{ type: 'settlement-report.recorded.v1', data: report }],
  evolve: (_, { data }) => data,
  initialState: () => null,
};
