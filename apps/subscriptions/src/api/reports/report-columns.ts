import type { FailedPaymentsRow } from '../../projections/program-lives/failed-payments.query';
import type { LifetimeValueRow } from '../../projections/program-lives/lifetime-value.query';
import type { ReasonRow } from '../../projections/program-lives/reasons.query';
import type { RetentionRow } from '../../projections/program-lives/retention.query';
import type { SavesRow } from '../../projections/program-lives/saves.query';
import type { SurvivalRow } from '../../projections/program-lives/survival.query';
import type { ForecastDay } from '../../projections/stock-forecast/forecast-days';

/** The columns of each report as CSV, after the dimensions that were asked for. */
export const RETENTION_COLUMNS = [
  'programs',
  'cycle',
  'at_risk',
  'charged',
  'cancelled',
  'held',
  'open',
  'retention_rate',
  'survival_rate',
] as const satisfies readonly (keyof RetentionRow)[];

export const SURVIVAL_COLUMNS = [
  'change',
  'made',
  'currency',
  'programs',
  'lived_through',
  'kept',
  'cancelled',
  'held',
  'open',
  'survival_rate',
  'charged_minor',
  'charged_per_program_minor',
  'difference_minor',
] as const satisfies readonly (keyof SurvivalRow)[];

export const LIFETIME_VALUE_COLUMNS = [
  'currency',
  'programs',
  'running',
  'charged_cycles',
  'cycles_per_program',
  'charged_minor',
  'value_per_program_minor',
] as const satisfies readonly (keyof LifetimeValueRow)[];

export const SAVES_COLUMNS = [
  'saved_by',
  'saved_by_kind',
  'call_centre_id',
  'offers_shown',
  'saves',
  'save_rate',
  'withdrawals',
  'held',
  'cancelled',
  'too_early',
  'hold_rate',
] as const satisfies readonly (keyof SavesRow)[];

export const REASON_COLUMNS = [
  'reason_code',
  'cancellations',
  'share',
  'in_trial',
  'past_due',
  'came_back',
  'cycles_per_program',
] as const satisfies readonly (keyof ReasonRow)[];

export const FAILED_PAYMENTS_COLUMNS = [
  'month',
  'decline',
  'decline_code',
  'currency',
  'cycles',
  'declines',
  'recovered',
  'failed',
  'void',
  'open',
  'recovery_rate',
  'recovered_minor',
  'failed_minor',
  'open_minor',
  'days_to_recover',
] as const satisfies readonly (keyof FailedPaymentsRow)[];

export const FORECAST_COLUMNS = [
  'ship_on',
  'sku',
  'cycles',
  'units',
  'past_due_units',
] as const satisfies readonly (keyof ForecastDay)[];
