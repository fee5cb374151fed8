import { type AsOf, CommandRunner } from '@continuo/event-store/command-runner';
import { EVENT_STORE, type EventStore } from '@continuo/event-store/event-store';
import { AsOfParam, Caller, NoIdempotencyKey, Roles } from '@continuo/http/decorators';
import { DEFAULT_LIMIT, mapPage, numbersIn, pageOf, rowsToRead } from '@continuo/http/paging';
import { HistoryQuery } from '@continuo/http/history-query';
import { customerOf, type Principal } from '@continuo/http/principal';
import { type Page, Reply } from '@continuo/http/reply';
import { CLOCK, type Clock } from '@continuo/kernel/clock';
import { Body, Controller, Get, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ResolveChanges } from '../application/change-subscription/resolve-changes';
import { findSubscription } from '../application/find-subscription';
import { readChanges } from '../application/read-changes';
import { preview } from '../domain/subscription/preview';
import type { SubscriptionRow } from '../projections/subscription-list/projection';
import { SubscriptionListQuery } from '../projections/subscription-list/query';
import { authorityOf } from './authority';
import { PREVIEW_EXAMPLES } from './change.examples';
import { PreviewView, previewView } from './effect.view';
import { ProgramHistoryPageView, askedFor, historyEntries } from './history.view';
import { PreviewDto, previewedChanges } from './preview.dto';
import {
  type ListedSubscriptionView,
  SubscriptionListQueryDto,
  SubscriptionPageView,
} from './subscription-list.dto';
import { SubscriptionView, subscriptionView } from './subscription.view';

const READERS = ['agent', 'supervisor', 'call-centre', 'finance', 'integration'] as const;

@ApiTags('subscriptions')
@Controller('v1/subscriptions')
@Roles(...READERS, 'customer')
export class SubscriptionsController {
  constructor(
    private readonly runner: CommandRunner,
    private readonly subscriptions: SubscriptionListQuery,
    private readonly resolving: ResolveChanges,
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Programs, the last started first' })
  @ApiOkResponse({ type: SubscriptionPageView })
  async list(
    @Query() query: SubscriptionListQueryDto,
    @Caller() caller: Principal,
  ): Promise<Page<ListedSubscriptionView>> {
    const { rows, position } = await this.subscriptions.list({
      customerId: customerOf(caller, query.customer_id),
      status: query.status,
      callCentreId: caller.callCentreId,
      before: numbersIn(query.cursor)[0],
      maxCount: rowsToRead(query),
    });
    const page = pageOf(rows, query.limit, (row) => [row.started_position], position);
    return mapPage(page, listedView);
  }

  @Get(':id')
  @ApiOperation({
    summary: 'One program with its next six cycles, now or as of an instant or revision',
  })
  @ApiOkResponse({ type: SubscriptionView })
  async find(
    @Param('id') id: string,
    @AsOfParam() asOf: AsOf | undefined,
    @Caller() caller: Principal,
  ): Promise<Reply<SubscriptionView>> {
    const { state, revision } = await findSubscription(this.runner, id, caller, asOf);
    return new Reply(subscriptionView(state), { revision });
  }

  @Get(':id/history')
  @Roles(...READERS)
  @ApiOperation({
    summary: 'Each change: from, to, who, on which call, by which script, why, when',
  })
  @ApiOkResponse({ type: ProgramHistoryPageView })
  async history(
    @Param('id') id: string,
    @Query() query: HistoryQuery,
    @Caller() caller: Principal,
  ): Promise<Page<unknown>> {
    await findSubscription(this.runner, id, caller);
    const from = (numbersIn(query.cursor)[0] ?? -1) + 1;
    const events = await readChanges(this.store, id, from, rowsToRead(query), askedFor(query));
    const position = await this.store.head();
    const page = pageOf(
      events,
      query.limit ?? DEFAULT_LIMIT,
      ({ revision }) => [revision],
      position,
    );
    return { ...page, items: page.items.flatMap((event) => historyEntries(event, query.field)) };
  }

  @Post(':id/previews')
  @NoIdempotencyKey()
  @ApiBody({ type: PreviewDto, examples: PREVIEW_EXAMPLES })
  @ApiOperation({
    summary:
      'What a change, or several together, would mean: the next six cycles before and after; changes nothing',
  })
  @ApiOkResponse({ type: PreviewView })
  async preview(
    @Param('id') id: string,
    @Body() body: PreviewDto,
    @Caller() caller: Principal,
  ): Promise<Reply<PreviewView>> {
    const { state, revision } = await findSubscription(this.runner, id, caller);
    const authority = authorityOf(caller);
    const changes = await this.resolving.forPreview(state, previewedChanges(body), authority);
    const shown = preview(state, changes, this.clock.now(), authority);
    return new Reply(previewView(shown), { revision });
  }
}

function listedView({ started_position: _, ...row }: SubscriptionRow): ListedSubscriptionView {
  return row;
}
