import { type AsOf, CommandRunner } from '@continuo/event-store/command-runner';
import { readHistory } from '@continuo/event-store/read-history';
import { EVENT_STORE, type EventStore } from '@continuo/event-store/event-store';
import { AsOfParam, Caller, CommandCtx, ExpectedRevision, Roles } from '@continuo/http/decorators';
import { EventHistoryView, eventView } from '@continuo/http/event-history';
import { pageOf } from '@continuo/http/paging';
import type { Principal } from '@continuo/http/principal';
import { type Page, Reply } from '@continuo/http/reply';
import type { CommandContext } from '@continuo/kernel/command-context';
import { deriveId } from '@continuo/kernel/ids';
import { Body, Controller, Get, Inject, Param, Post, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { PAYMENT } from '../application/aggregates';
import { findPayment } from '../application/find-payment';
import { paymentIdOf } from '../application/payment-id';
import { RaiseAuthorisationCommand } from '../application/raise-authorisation/raise-authorisation.command';
import { RecheckPaymentCommand } from '../application/recheck-payment/recheck-payment.command';
import { RefundPaymentCommand } from '../application/refund-payment/refund-payment.command';
import {
  PaymentPageView,
  PaymentView,
  PaymentsOfOrderQueryDto,
  RaiseDto,
  RefundDto,
} from './payment.dto';
import { paymentView } from './payment.view';
import { refundRequest } from './refund-request';

@ApiTags('payments')
@Controller('v1/payments')
export class PaymentsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly runner: CommandRunner,
    @Inject(EVENT_STORE) private readonly store: EventStore,
  ) {}

  @Get()
  @Roles('agent', 'supervisor', 'finance', 'integration')
  @ApiOperation({ summary: 'The payment of an order' })
  @ApiOkResponse({ type: PaymentPageView })
  async list(
    @Query() query: PaymentsOfOrderQueryDto,
    @Caller() principal: Principal,
  ): Promise<Page<PaymentView>> {
    const position = await this.store.head();
    const { state } = await this.runner.load(PAYMENT, paymentIdOf(query.order_id));
    const centre = principal.callCentreId;
    const visible =
      state.status === 'open' && (centre === undefined || state.order.sale.callCentreId === centre);
    const rows = visible ? [paymentView(state)] : [];
    return pageOf(rows, query.limit, (row) => [row.payment_id], position);
  }

  @Get(':id')
  @Roles('agent', 'supervisor', 'finance', 'integration')
  @ApiOperation({ summary: 'A payment, now or as of an instant or revision' })
  @ApiOkResponse({ type: PaymentView })
  async find(
    @Param('id') id: string,
    @Caller() principal: Principal,
    @AsOfParam() asOf: AsOf | undefined,
  ): Promise<Reply<PaymentView>> {
    const { state, revision } = await findPayment(this.runner, id, principal.callCentreId, asOf);
    return new Reply(paymentView(state), { revision });
  }

  @Get(':id/history')
  @Roles('agent', 'supervisor', 'finance', 'integration')
  @ApiOperation({ summary: 'Everything that happened to a payment: what, who, when, why' })
  @ApiOkResponse({ type: EventHistoryView })
  async history(
    @Param('id') id: string,
    @Caller() principal: Principal,
  ): Promise<EventHistoryView> {
    await findPayment(this.runner, id, principal.callCentreId);
    const events = await readHistory(this.store, PAYMENT, id);
    return { items: events.map((event) => eventView(event)) };
  }

  @Post(':id/refunds')
  @Roles('finance', 'supervisor')
  @ApiOperation({ summary: 'Give captured money back, at most what was captured of each line' })
  @ApiCreatedResponse({ type: PaymentView })
  async refund(
    @Param('id') id: string,
    @Body() body: RefundDto,
    @ExpectedRevision() expectedRevision: number,
    @Caller() principal: Principal,
    @CommandCtx() context: CommandContext,
  ): Promise<Reply<PaymentView>> {
    const request = refundRequest(body, deriveId('ref', context.commandId));
    const { callCentreId } = principal;
    const { state, revision } = await this.commands.execute(
      new RefundPaymentCommand(id, request, expectedRevision, callCentreId, {
        ...context,
        reason: context.reason ?? body.reason,
      }),
    );
    return new Reply(paymentView(state), { status: 201, revision, location: `/v1/payments/${id}` });
  }

  @Post(':id/authorisation-raises')
  @Roles('finance', 'supervisor')
  @ApiOperation({
    summary: 'Hold more on the card before goods leave, at most what the order costs in all',
  })
  @ApiCreatedResponse({ type: PaymentView })
  async raise(
    @Param('id') id: string,
    @Body() { amount_minor: amountMinor, currency, reason }: RaiseDto,
    @ExpectedRevision() expectedRevision: number,
    @Caller() principal: Principal,
    @CommandCtx() context: CommandContext,
  ): Promise<Reply<PaymentView>> {
    const raiseId = deriveId('rse', context.commandId);
    const request = { raiseId, amountMinor, reason, ...(currency !== undefined && { currency }) };
    const { callCentreId } = principal;
    const { state, revision } = await this.commands.execute(
      new RaiseAuthorisationCommand(id, request, expectedRevision, callCentreId, {
        ...context,
        reason: context.reason ?? reason,
      }),
    );
    return new Reply(paymentView(state), { status: 201, revision, location: `/v1/payments/${id}` });
  }

  @Post(':id/recheck')
  @Roles('finance')
  @ApiOperation({ summary: 'Ask the gateway now what became of an attempt without an outcome' })
  @ApiOkResponse({ type: PaymentView })
  async recheck(
    @Param('id') id: string,
    @CommandCtx() context: CommandContext,
  ): Promise<Reply<PaymentView>> {
    const { state, revision } = await this.commands.execute(new RecheckPaymentCommand(id, context));
    return new Reply(paymentView(state), { revision });
  }
}
