import { Caller, Roles } from '@continuo/http/decorators';
import type { Principal } from '@continuo/http/principal';
import type { Reply } from '@continuo/http/reply';
import { localDateOf } from '@continuo/kernel/calendar';
import { CLOCK, type Clock } from '@continuo/kernel/clock';
import {
  applyDecorators,
  Controller,
  Get,
  Headers,
  Inject,
  Query,
  type Type,
} from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { columnsOf } from '../../projections/program-lives/cohort';
import {
  type FailedPaymentsRow,
  FailedPaymentsQuery,
} from '../../projections/program-lives/failed-payments.query';
import {
  LifetimeValueQuery,
  type LifetimeValueRow,
} from '../../projections/program-lives/lifetime-value.query';
import { type ReasonRow, ReasonsQuery } from '../../projections/program-lives/reasons.query';
import type { Reported } from '../../projections/program-lives/reported';
import { RetentionQuery, type RetentionRow } from '../../projections/program-lives/retention.query';
import { SavesQuery, type SavesRow } from '../../projections/program-lives/saves.query';
import { SurvivalQuery, type SurvivalRow } from '../../projections/program-lives/survival.query';
import type { ForecastDay } from '../../projections/stock-forecast/forecast-days';
import { StockForecastQuery } from '../../projections/stock-forecast/query';
import { LifetimeValueView, RetentionView, SurvivalView } from './cohort.views';
import { FailedPaymentsView, ReasonsView, SavesView, StockForecastView } from './event.views';
import { answerAs, filterOf, forecastOf } from './report-answer';
import {
  FAILED_PAYMENTS_COLUMNS,
  FORECAST_COLUMNS,
  LIFETIME_VALUE_COLUMNS,
  REASON_COLUMNS,
  RETENTION_COLUMNS,
  SAVES_COLUMNS,
  SURVIVAL_COLUMNS,
} from './report-columns';
import {
  CohortQueryDto,
  ProgramsQueryDto,
  RetentionQueryDto,
  SavesQueryDto,
  StockForecastQueryDto,
  SurvivalQueryDto,
} from './report-query.dto';

/** A report, or its rows as CSV. */
type Answer<Row, More = object> = Promise<(Reported<Row> & More) | Reply<string>>;

const Report = (name: string, summary: string, type: Type<unknown>) =>
  applyDecorators(
    Get(name),
    ApiOperation({ summary, description: '`format=csv`, or `Accept: text/csv`, answers CSV.' }),
    ApiProduces('application/json', 'text/csv'),
    ApiOkResponse({
      type,
      headers: {
        'Continuo-Position': {
          description: 'With CSV: position of the record that the rows reflect at least.',
          schema: { type: 'integer' },
        },
      },
    }),
  );

/** What programs have done and will do, from read models alone. */
@ApiTags('reports')
@Controller('v1/reports')
@Roles('finance', 'supervisor', 'call-centre')
export class ReportsController {
  constructor(
    private readonly retentions: RetentionQuery,
    private readonly survivals: SurvivalQuery,
    private readonly values: LifetimeValueQuery,
    private readonly allSaves: SavesQuery,
    private readonly reasons: ReasonsQuery,
    private readonly failures: FailedPaymentsQuery,
    private readonly forecasts: StockForecastQuery,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Report('retention', 'How many programs of each cohort go on from cycle to cycle', RetentionView)
  async retention(
    @Query() query: RetentionQueryDto,
    @Headers('accept') accept: string | undefined,
    @Caller() caller: Principal,
  ): Answer<RetentionRow> {
    const { by = ['month'], cycles = 12 } = query;
    const report = await this.retentions.report(filterOf(query, caller), by, cycles);
    const columns = [...columnsOf(by), ...RETENTION_COLUMNS];
    return answerAs({ ...query, accept }, 'retention', columns, report);
  }

  @Report(
    'survival',
    'Whether programs with a change of each kind in their first cycles go on longer, and what they pay',
    SurvivalView,
  )
  async survival(
    @Query() query: SurvivalQueryDto,
    @Headers('accept') accept: string | undefined,
    @Caller() caller: Principal,
  ): Answer<SurvivalRow> {
    const { cycles = 3, further = 3 } = query;
    const report = await this.survivals.report(filterOf(query, caller), cycles, further);
    return answerAs({ ...query, accept }, 'survival', SURVIVAL_COLUMNS, report);
  }

  @Report(
    'lifetime-value',
    'What the programs of each cohort have been charged so far',
    LifetimeValueView,
  )
  async lifetimeValue(
    @Query() query: CohortQueryDto,
    @Headers('accept') accept: string | undefined,
    @Caller() caller: Principal,
  ): Answer<LifetimeValueRow> {
    const { by = ['month'] } = query;
    const report = await this.values.report(filterOf(query, caller), by);
    const columns = [...columnsOf(by), ...LIFETIME_VALUE_COLUMNS];
    return answerAs({ ...query, accept }, 'lifetime-value', columns, report);
  }

  @Report(
    'saves',
    'Who turned cancellations into something else, and whether it lasted; months are those of the save',
    SavesView,
  )
  async saves(
    @Query() query: SavesQueryDto,
    @Headers('accept') accept: string | undefined,
    @Caller() caller: Principal,
  ): Answer<SavesRow, { readonly days: number; readonly as_of: string }> {
    const { days = 60 } = query;
    const today = localDateOf(this.clock.now(), 'UTC');
    const report = await this.allSaves.report(filterOf(query, caller), days, today);
    const body = { ...report, days, as_of: today };
    return answerAs({ ...query, accept }, 'saves', SAVES_COLUMNS, body);
  }

  @Report(
    'reasons-for-leaving',
    'Why customers cancelled; months are those of the cancellation',
    ReasonsView,
  )
  async reasonsForLeaving(
    @Query() query: CohortQueryDto,
    @Headers('accept') accept: string | undefined,
    @Caller() caller: Principal,
  ): Answer<ReasonRow> {
    const { by = [] } = query;
    const report = await this.reasons.report(filterOf(query, caller), by);
    const dimensions = columnsOf(by).map((column) =>
      column === 'start_month' ? ('month' as const) : column,
    );
    const columns = [...dimensions, ...REASON_COLUMNS];
    return answerAs({ ...query, accept }, 'reasons-for-leaving', columns, report);
  }

  @Report(
    'failed-payments',
    'What became of cycles with a declined charge; months are those in which they fell due',
    FailedPaymentsView,
  )
  async failedPayments(
    @Query() query: ProgramsQueryDto,
    @Headers('accept') accept: string | undefined,
    @Caller() caller: Principal,
  ): Answer<FailedPaymentsRow> {
    const report = await this.failures.report(filterOf(query, caller));
    return answerAs({ ...query, accept }, 'failed-payments', FAILED_PAYMENTS_COLUMNS, report);
  }

  @Report(
    'stock-forecast',
    'Units by the day on which they leave and by SKU, over all coming cycles as scheduled',
    StockForecastView,
  )
  async stockForecast(
    @Query() query: StockForecastQueryDto,
    @Headers('accept') accept: string | undefined,
    @Caller() caller: Principal,
  ): Answer<ForecastDay, { readonly from: string; readonly until: string }> {
    const filter = forecastOf(query, caller, localDateOf(this.clock.now(), 'UTC'));
    const { from, until } = filter;
    const body = { ...(await this.forecasts.report(filter)), from, until };
    return answerAs({ ...query, accept }, 'stock-forecast', FORECAST_COLUMNS, body);
  }
}
