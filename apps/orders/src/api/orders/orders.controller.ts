import {
  Caller,
  CommandCtx,
  ExpectedRevision,
  NoIdempotencyKey,
  Roles,
  WaitMs,
} from '@continuo/http/decorators';
import type { Principal } from '@continuo/http/principal';
import { Reply } from '@continuo/http/reply';
import type { CommandContext } from '@continuo/kernel/command-context';
import { CLOCK, type Clock } from '@continuo/kernel/clock';
import { Body, Controller, Delete, Get, Inject, Param, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiBody, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { AddLine } from '../../application/add-line/add-line.command';
import { ChangeOrder } from '../../application/change-order/change-order.command';
import { type OrderAnswer, OpenOrder } from '../../application/open-order/open-order.command';
import { PlaceOrder } from '../../application/place-order/place-order.command';
import { QuoteOrder } from '../../application/quote-order/quote-order.query';
import { RecordConsent } from '../../application/record-consent/record-consent.command';
import { boundTo, partyOf } from '../access';
import { ConsentBody, LineBody, OrderBody, PaymentBody, QuoteQuery } from './order.dto';
import { ORDER_EXAMPLES } from './order.examples';
import { consentOf, lineOf, orderRequestOf, paymentOf } from './order-request';
import { OrderView } from './order.view';
import { QuoteView, showQuote } from './quote.view';
import { showOrder } from './show-order';

/** Taking an order: from the draft of a call to the order that is placed. */
@ApiTags('orders')
@Controller('v1/orders')
@Roles('agent', 'supervisor', 'call-centre', 'integration')
export class OrdersController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Post()
  @ApiOperation({ summary: 'Open a draft, or place an order at once when payment is sent with it' })
  @ApiBody({ type: OrderBody, examples: ORDER_EXAMPLES })
  @ApiCreatedResponse({ type: OrderView })
  async open(
    @Body() body: OrderBody,
    @Caller() principal: Principal,
    @CommandCtx() context: CommandContext,
    @WaitMs() waitMs: number,
  ): Promise<Reply<OrderView>> {
    const request = orderRequestOf(body, context.callId);
    const party = partyOf(principal, context);
    const answer = await this.commands.execute(new OpenOrder(request, party, context, waitMs));
    return reply(answer, 201);
  }

  @Post(':order_id/lines')
  @ApiOperation({ summary: 'Add a line to a draft: main offer, upsell or cross-sell' })
  @ApiOkResponse({ type: OrderView })
  async addLine(
    @Param('order_id') orderId: string,
    @Body() body: LineBody,
    @Caller() principal: Principal,
    @CommandCtx() context: CommandContext,
    @ExpectedRevision() revision: number,
  ): Promise<Reply<OrderView>> {
    const party = partyOf(principal, context);
    const centre = boundTo(principal);
    const command = new AddLine(orderId, lineOf(body), party, centre, context, revision);
    return reply(await this.commands.execute(command));
  }

  @Delete(':order_id/lines/:line_id')
  @ApiOperation({ summary: 'Remove a line from a draft' })
  @ApiOkResponse({ type: OrderView })
  async removeLine(
    @Param('order_id') orderId: string,
    @Param('line_id') lineId: string,
    @Caller() principal: Principal,
    @CommandCtx() context: CommandContext,
    @ExpectedRevision() revision: number,
  ): Promise<Reply<OrderView>> {
    const change = { kind: 'remove-line', lineId } as const;
    const command = new ChangeOrder(orderId, change, boundTo(principal), context, revision);
    return reply(await this.commands.execute(command));
  }

  @Get(':order_id/quote')
  @ApiOperation({ summary: 'What a draft costs now, and the words to be read aloud' })
  @ApiOkResponse({ type: QuoteView })
  async quote(
    @Param('order_id') orderId: string,
    @Query() { deposit_minor = 0 }: QuoteQuery,
    @Caller() principal: Principal,
  ): Promise<Reply<QuoteView>> {
    const query = new QuoteOrder(orderId, boundTo(principal), this.clock.now(), deposit_minor);
    const quote = showQuote(await this.queries.execute(query));
    return new Reply(quote, { revision: quote.revision });
  }

  @Post(':order_id/quote')
  @NoIdempotencyKey()
  @ApiOperation({ summary: 'The same as GET, for front ends that only post; changes nothing' })
  @ApiOkResponse({ type: QuoteView })
  quoteByPost(
    @Param('order_id') orderId: string,
    @Query() deposit: QuoteQuery,
    @Caller() principal: Principal,
  ): Promise<Reply<QuoteView>> {
    return this.quote(orderId, deposit, principal);
  }

  @Post(':order_id/consent')
  @ApiOperation({ summary: 'Record that the customer agreed, with the words that were read' })
  @ApiOkResponse({ type: OrderView })
  async consent(
    @Param('order_id') orderId: string,
    @Body() body: ConsentBody,
    @Caller() principal: Principal,
    @CommandCtx() context: CommandContext,
    @ExpectedRevision() revision: number,
  ): Promise<Reply<OrderView>> {
    const consent = consentOf(body);
    const command = new RecordConsent(orderId, consent, boundTo(principal), context, revision);
    return reply(await this.commands.execute(command));
  }

  @Post(':order_id/place')
  @ApiOperation({ summary: 'Place a draft with a gateway token' })
  @ApiOkResponse({ type: OrderView })
  async place(
    @Param('order_id') orderId: string,
    @Body() body: PaymentBody,
    @Caller() principal: Principal,
    @CommandCtx() context: CommandContext,
    @ExpectedRevision() revision: number,
    @WaitMs() waitMs: number,
  ): Promise<Reply<OrderView>> {
    const party = partyOf(principal, context);
    const centre = boundTo(principal);
    const pay = paymentOf(body);
    const command = new PlaceOrder(orderId, pay, party, centre, context, revision, waitMs);
    return reply(await this.commands.execute(command));
  }
}

function reply({ orderId, order, revision }: OrderAnswer, status = 200): Reply<OrderView> {
  const body = showOrder(orderId, order, revision);
  const location = status === 201 ? `/v1/orders/${orderId}` : undefined;
  return new Reply(body, { status, revision, location });
}
