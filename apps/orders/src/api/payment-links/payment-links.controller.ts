import { CommandRunner } from '@continuo/event-store/command-runner';
import { EVENT_STORE, type EventStore } from '@continuo/event-store/event-store';
import { readHistory } from '@continuo/event-store/read-history';
import { Caller, CommandCtx, ExpectedRevision, Roles, WaitMs } from '@continuo/http/decorators';
import { EventHistoryView, eventView } from '@continuo/http/event-history';
import { mapPage, numbersIn, pageOf, rowsToRead } from '@continuo/http/paging';
import type { Principal } from '@continuo/http/principal';
import { type Page, Reply } from '@continuo/http/reply';
import type { CommandContext } from '@continuo/kernel/command-context';
import { Body, Controller, Get, Inject, Param, Post, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { paymentLinkAggregate } from '../../application/aggregates';
import { LinkDesk } from '../../application/payment-link/link-desk';
import { LinkWait } from '../../application/payment-link/link-wait';
import { RequestPaymentLink } from '../../application/request-payment-link/request-payment-link.command';
import { PaymentLinksQuery } from '../../projections/payment-links/query';
import { boundTo } from '../access';
import { WhyBody } from '../orders/order.dto';
import {
  PaymentLinkBody,
  PaymentLinksQueryDto,
  PaymentLinkSummaryView,
  PaymentLinkView,
} from './payment-link.dto';
import { showPaymentLink } from './show-payment-link';

const SELLERS = ['agent', 'supervisor', 'call-centre', 'integration'] as const;

/** Payment by link or IVR, as whoever sells asks for it and watches it. */
@ApiTags('payment links')
@Controller('v1/payment-links')
@Roles(...SELLERS)
export class PaymentLinksController {
  constructor(
    private readonly commands: CommandBus,
    private readonly runner: CommandRunner,
    private readonly links: LinkDesk,
    private readonly wait: LinkWait,
    private readonly query: PaymentLinksQuery,
    @Inject(EVENT_STORE) private readonly store: EventStore,
  ) {}

  @Post()
  @ApiOperation({ summary: 'Have whoever pays give the card by a page or an IVR, unheard' })
  @ApiCreatedResponse({ type: PaymentLinkView })
  async request(
    @Body() { order_id, channel, expires_at }: PaymentLinkBody,
    @Caller() principal: Principal,
    @CommandCtx() context: CommandContext,
  ): Promise<Reply<PaymentLinkView>> {
    const { link, revision, secret } = await this.commands.execute(
      new RequestPaymentLink(order_id, channel, expires_at ?? null, boundTo(principal), context),
    );
    const view = showPaymentLink(link, revision);
    const location = `/v1/payment-links/${view.payment_link_id}`;
    return new Reply({ ...view, secret }, { status: 201, revision, location });
  }

  @Get()
  @Roles(...SELLERS, 'finance')
  @ApiOperation({ summary: 'List payment links, the newest first' })
  async list(
    @Query() query: PaymentLinksQueryDto,
    @Caller() principal: Principal,
  ): Promise<Page<PaymentLinkSummaryView>> {
    const { order_id: orderId, customer_id: customerId, status, cursor } = query;
    const filter = { orderId, customerId, status, callCentreId: boundTo(principal) };
    const before = numbersIn(cursor)[0];
    const reflected = await this.query.position();
    const rows = await this.query.newest(filter, { before, count: rowsToRead(query) });
    const page = pageOf(rows, query.limit, ({ position }) => [position], reflected);
    return mapPage(page, ({ position: _, ...row }) => row);
  }

  @Get(':payment_link_id')
  @Roles(...SELLERS, 'finance')
  @ApiOperation({
    summary: 'A payment link; with Prefer: wait, once it is paid, declined or ended',
  })
  @ApiOkResponse({ type: PaymentLinkView })
  async get(
    @Param('payment_link_id') id: string,
    @Caller() principal: Principal,
    @WaitMs() waitMs: number,
  ): Promise<Reply<PaymentLinkView>> {
    const found = await this.links.forSeller(id, boundTo(principal));
    const { state, revision } = await this.wait.forNews(id, found, waitMs);
    return new Reply(showPaymentLink(state, revision), { revision });
  }

  @Get(':payment_link_id/history')
  @Roles(...SELLERS, 'finance')
  @ApiOperation({ summary: 'All that happened to a payment link: what, who, on which call, when' })
  @ApiOkResponse({ type: EventHistoryView })
  async history(
    @Param('payment_link_id') id: string,
    @Caller() principal: Principal,
  ): Promise<EventHistoryView> {
    await this.links.forSeller(id, boundTo(principal));
    const events = await readHistory(this.store, paymentLinkAggregate, id);
    return { items: events.map((event) => eventView(event)) };
  }

  @Post(':payment_link_id/cancel')
  @ApiOperation({ summary: 'Cancel an open link; one that is being paid is not cancelled' })
  @ApiOkResponse({ type: PaymentLinkView })
  async cancel(
    @Param('payment_link_id') id: string,
    @Body() { reason }: WhyBody,
    @Caller() principal: Principal,
    @CommandCtx() context: CommandContext,
    @ExpectedRevision() expectedRevision: number,
  ): Promise<Reply<PaymentLinkView>> {
    await this.links.forSeller(id, boundTo(principal));
    const { state, revision } = await this.runner.execute(
      paymentLinkAggregate,
      id,
      { kind: 'cancel', reason },
      { ...context, reason },
      { expectedRevision },
    );
    return new Reply(showPaymentLink(state, revision), { revision });
  }
}
