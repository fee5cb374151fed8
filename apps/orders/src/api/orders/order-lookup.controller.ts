import { type AsOf, CommandRunner } from '@continuo/event-store/command-runner';
import { readHistory } from '@continuo/event-store/read-history';
import { EVENT_STORE, type EventStore } from '@continuo/event-store/event-store';
import { AsOfParam, Caller, Roles } from '@continuo/http/decorators';
import { EventHistoryView, eventView } from '@continuo/http/event-history';
import {
  AmountMinorField,
  ChoiceField,
  CurrencyField,
  IdField,
  LocalDateField,
  TextField,
} from '@continuo/http/fields';
import { mapPage, numbersIn, pageOf, rowsToRead } from '@continuo/http/paging';
import { customerOf, type Principal } from '@continuo/http/principal';
import { type Page, Reply } from '@continuo/http/reply';
import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { orderAggregate } from '../../application/aggregates';
import { importedOrderAggregate } from '../../application/import-orders/imported-order.aggregate';
import { OrderSeal } from '../../application/selling/order-seal';
import { SalesDesk } from '../../application/selling/sales-desk';
import { maySee } from '../../domain/order/access';
import { orderNotFound } from '../../domain/order/errors';
import { OrderListQuery, type OrderSummary } from '../../projections/order-list/query';
import { boundTo, isOwn } from '../access';
import { ORDER_STATUSES, OrdersQuery } from './order.dto';
import { OrderView } from './order.view';
import { showImportedOrder } from './show-imported-order';
import { showOrder } from './show-order';

const READERS = ['agent', 'supervisor', 'call-centre', 'finance', 'integration'] as const;

export class OrderSummaryView {
  @IdField('ord') order_id!: string;
  @ChoiceField(ORDER_STATUSES) status!: string;
  @IdField('cus', { nullable: true }) customer_id!: string | null;
  @TextField({ nullable: true }) call_id!: string | null;
  @TextField({ nullable: true }) campaign_id!: string | null;
  @TextField({ nullable: true }) call_centre_id!: string | null;
  @TextField({ nullable: true }) agent_id!: string | null;
  @TextField() payment_state!: string;
  @CurrencyField() currency!: string;
  @AmountMinorField() total_minor!: number;
  @AmountMinorField() captured_minor!: number;
  @AmountMinorField() refunded_minor!: number;
  @LocalDateField({ nullable: true }) placed_on!: string | null;
  @TextField({ nullable: true, description: 'number of an imported order in its source' })
  reference!: string | null;
}

export function showSummary({ position: _, payment, ...row }: OrderSummary): OrderSummaryView {
  return { ...row, payment_state: payment };
}

@ApiTags('orders')
@Controller('v1/orders')
@Roles(...READERS)
export class OrderLookupController {
  constructor(
    private readonly runner: CommandRunner,
    private readonly desk: SalesDesk,
    private readonly seal: OrderSeal,
    private readonly orders: OrderListQuery,
    @Inject(EVENT_STORE) private readonly store: EventStore,
  ) {}

  @Get()
  @Roles(...READERS, 'customer')
  @ApiOperation({ summary: 'List orders, the newest first' })
  async list(
    @Query() query: OrdersQuery,
    @Caller() principal: Principal,
  ): Promise<Page<OrderSummaryView>> {
    const { customer_id, call_id, status, reference } = query;
    const callCentreId = boundTo(principal);
    const customerId = customerOf(principal, customer_id);
    const filter = { customerId, callId: call_id, status, reference, callCentreId };
    const before = numbersIn(query.cursor)[0];
    const reflected = await this.orders.position();
    const rows = await this.orders.newest(filter, { before, count: rowsToRead(query) });
    return mapPage(
      pageOf(rows, query.limit, ({ position }) => [position], reflected),
      showSummary,
    );
  }

  @Get(':order_id')
  @Roles(...READERS, 'customer')
  @ApiOperation({ summary: 'An order, now or as of an instant or revision' })
  @ApiOkResponse({ type: OrderView })
  async get(
    @Param('order_id') orderId: string,
    @AsOfParam() asOf: AsOf | undefined,
    @Caller() principal: Principal,
  ): Promise<Reply<OrderView>> {
    const { state, revision } = await this.runner.load(orderAggregate, orderId, asOf);
    if (state.status === 'none' && boundTo(principal) === null)
      return this.imported(orderId, principal, asOf);
    if (!maySee(state, boundTo(principal)) || !isOwn(principal, state))
      throw orderNotFound(orderId);
    const view = showOrder(orderId, state, revision);
    if (state.status === 'none' || principal.role === 'finance')
      return new Reply(view, { revision });
    const address = await this.seal.address(state.shipTo, state.customerId);
    const ship_to = address && { ...address, lines: [...address.lines] };
    return new Reply({ ...view, ship_to }, { revision });
  }

  @Get(':order_id/history')
  @ApiOperation({ summary: 'All that happened to an order: what, who, on which call, why, when' })
  @ApiOkResponse({ type: EventHistoryView })
  async history(
    @Param('order_id') orderId: string,
    @Caller() principal: Principal,
  ): Promise<EventHistoryView> {
    if (boundTo(principal) === null) {
      const past = await readHistory(this.store, importedOrderAggregate, orderId);
      if (past.length > 0) return { items: past.map((event) => eventView(event)) };
    }
    await this.desk.order(orderId, boundTo(principal));
    const events = await readHistory(this.store, orderAggregate, orderId);
    return { items: events.map((event) => eventView(event)) };
  }

  /** Imported orders belong to no call centre. */
  private async imported(
    orderId: string,
    principal: Principal,
    asOf: AsOf | undefined,
  ): Promise<Reply<OrderView>> {
    const { state, revision } = await this.runner.load(importedOrderAggregate, orderId, asOf);
    if (state.status === 'none' || !isOwn(principal, state)) throw orderNotFound(orderId);
    return new Reply(showImportedOrder(state, revision), { revision });
  }
}
