import type { Break } from '../domain/reconciliation/breaks';
import type { ReportFacts } from '../domain/settlement/settlement-report';
import type { CurrencyTotal } from '../domain/reconciliation/totals';
import type { BreakView, MovementTotalView, SettlementReportView } from './reconciliation.dto';

export function breakView(found: Break): BreakView {
  const { cause, kind, reference, ours, theirs, differenceMinor } = found;
  const { postedFeeMinor, event, since, ageDays } = found;
  return {
    cause,
    kind,
    reference,
    ledger_minor: ours?.amountMinor ?? null,
    ledger_currency: ours?.currency ?? null,
    processor_minor: theirs?.amountMinor ?? null,
    processor_currency: theirs?.currency ?? null,
    difference_minor: differenceMinor,
    ledger_entries: ours?.count ?? 0,
    processor_lines: theirs?.count ?? 0,
    ledger_fee_minor: postedFeeMinor,
    processor_fee_minor: theirs?.feeMinor ?? null,
    line_id: theirs?.lineId ?? null,
    payment_id: event?.paymentId ?? null,
    event_id: event?.eventId ?? null,
    event_type: event?.eventType ?? null,
    since,
    age_days: ageDays,
  };
}

export function totalView(total: CurrencyTotal): MovementTotalView {
  const { currency, ledgerMinor, processorMinor, differenceMinor } = total;
  return {
    currency,
    ledger_minor: ledgerMinor,
    processor_minor: processorMinor,
    difference_minor: differenceMinor,
  };
}

export function reportView(report: ReportFacts): SettlementReportView {
  return {
    report_id: report.reportId,
    processor: report.processor,
    source: report.source,
    lines: report.lines,
    new_lines: report.newLines,
    known_lines: report.knownLines,
    restated_lines: report.restatedLines,
    recorded_at: report.recordedAt,
  };
}
