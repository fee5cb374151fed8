import { type CsvCell, csvText } from '@continuo/http/csv';
import type { Principal } from '@continuo/http/principal';
import { Reply } from '@continuo/http/reply';
import { addDays } from '@continuo/kernel/calendar';
import { DomainError, invalid } from '@continuo/kernel/domain-error';
import type { LocalDate } from '@continuo/kernel/instant';
import type { CohortFilter } from '../../projections/program-lives/cohort';
import type { ForecastFilter } from '../../projections/stock-forecast/query';
import type { ProgramsQueryDto, StockForecastQueryDto } from './report-query.dto';

const FORECAST_DAYS = 90;
const LONGEST_FORECAST_DAYS = 366;

interface Answer {
  readonly position: number;
  readonly items: readonly object[];
}

/** As JSON, or as CSV: the same rows, each with the position it reflects. */
export function answerAs<Body extends Answer>(
  asked: { readonly format?: string; readonly accept?: string },
  name: string,
  columns: readonly string[],
  body: Body,
): Body | Reply<string> {
  const { format, accept } = asked;
  const prefersCsv = accept?.includes('text/csv') && !accept.includes('application/json');
  if (!(format === 'csv' || (format === undefined && prefersCsv))) return body;
  const { items, position } = body;
  const rows = items.map((row) => ({ ...row, position }) as Readonly<Record<string, CsvCell>>);
  return new Reply(csvText([...columns, 'position'], rows), {
    contentType: 'text/csv; charset=utf-8; header=present',
    headers: {
      'content-disposition': `attachment; filename="${name}.csv"`,
      'continuo-position': String(position),
    },
  });
}

/** Throws `bad-range` when the end lies before the beginning. */
export function filterOf(query: ProgramsQueryDto, caller: Principal): CohortFilter {
  const { from, until, campaign_id, plan_id, agent_id, call_centre_id } = query;
  if (from !== undefined && until !== undefined && until < from) throw badRange(from);
  return {
    from,
    until,
    campaignId: campaign_id,
    planId: plan_id,
    agentId: agent_id,
    callCentreId: callCentreOf(caller, call_centre_id),
  };
}

/** From today, and so many days, unless something else is asked. Throws `bad-range`. */
export function forecastOf(
  query: StockForecastQueryDto,
  caller: Principal,
  today: LocalDate,
): ForecastFilter {
  const { from = today, sku, call_centre_id } = query;
  const { until = addDays(from, FORECAST_DAYS) } = query;
  if (until < from) throw badRange(from);
  const latest = addDays(from, LONGEST_FORECAST_DAYS);
  if (until > latest) {
    throw invalid(
      'bad-range',
      '/until',
      `Send ${latest} or a day before it: a forecast looks a year ahead.`,
    );
  }
  return { from, until, sku, callCentreId: callCentreOf(caller, call_centre_id) };
}

function badRange(from: string): DomainError {
  return invalid('bad-range', '/until', `Send an end that is not before ${from}, or leave it out.`);
}

/** Of no call centre: what a call centre's key that names none sees. */
const NOBODY = '';

/** The call centre whose programs are asked for. Throws `not-your-call-centre`. */
function callCentreOf(caller: Principal, asked: string | undefined): string | undefined {
  const own = caller.callCentreId ?? (caller.role === 'call-centre' ? NOBODY : undefined);
  if (own === undefined || asked === undefined || asked === own) return own ?? asked;
  throw new DomainError(
    'not-your-call-centre',
    'A call centre sees what it has sold: leave call_centre_id out.',
    'forbidden',
    {},
    [{ pointer: '/call_centre_id', detail: 'Leave it out, or name your own call centre.' }],
  );
}
