import type { Decider } from '@continuo/kernel/decider';
import { type SettlementLine, sameLine } from './line';

/** A line, and the report that brought it. */
export interface ReportedLine extends SettlementLine {
  readonly reportId: string;
  readonly processor: string;
}

export type SettlementLineEvent =
  | { readonly type: 'settlement-line.reported.v1'; readonly data: ReportedLine }
  /** The processor says something else of a line it has reported before; nothing is posted for it. */
  | {
      readonly type: 'settlement-line.restated.v1';
      readonly data: ReportedLine & { readonly before: SettlementLine };
    };

export interface SettlementLineCommand {
  readonly type: 'report';
  readonly line: ReportedLine;
}

export type SettlementLineState =
  | { readonly status: 'none' }
  | {
      readonly status: 'reported';
      readonly firstReportId: string;
      readonly lastReportId: string;
      readonly restated: boolean;
      readonly line: SettlementLine;
    };

/** What a processor says of one line, one stream per line: overlapping reports bring nothing twice. */
export const settlementLineDecider: Decider<
  SettlementLineCommand,
  SettlementLineEvent,
  SettlementLineState
> = {
  decide({ line }, state) {
    if (state.status === 'none') return [{ type: 'settlement-line.reported.v1', data: line }];
    if (sameLine(state.line, line)) return [];
    return [{ type: 'settlement-line.restated.v1', data: { ...line, before: state.line } }];
  },
  evolve(state, event) {
    if (event.type === 'settlement-line.reported.v1') {
      const { reportId, processor: _, ...line } = event.data;
      const reports = { firstReportId: reportId, lastReportId: reportId };
      return { status: 'reported', ...reports, restated: false, line };
    }
    if (state.status === 'none') return state;
    const { reportId, processor: _, before: __, ...line } = event.data;
    return { ...state, lastReportId: reportId, restated: true, line };
  },
  initialState: () => ({ status: 'none' }),
};
