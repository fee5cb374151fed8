import { type AsOf, CommandRunner } from '@continuo/event-store/command-runner';
import { readHistory } from '@continuo/event-store/read-history';
import { EVENT_STORE, type EventStore } from '@continuo/event-store/event-store';
import { AsOfParam, Caller, Roles } from '@continuo/http/decorators';
import { EventHistoryView, eventView } from '@continuo/http/event-history';
import { mapPage, numbersIn, pageOf, rowsToRead } from '@continuo/http/paging';
import type { Principal } from '@continuo/http/principal';
import { type Page, Reply } from '@continuo/http/reply';
import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { SHIPMENT } from '../application/aggregates';
import { findShipment } from '../application/find-shipment';
import { type OrderShipment, ShipmentsByOrderQuery } from '../projections/shipments-by-order/query';
import { OrderShipmentPageView } from './order-shipment.dto';
import { ShipmentView, ShipmentsOfOrderQueryDto } from './shipment.dto';
import { shipmentView } from './shipment.view';

@ApiTags('shipments')
@Controller('v1/shipments')
@Roles('agent', 'supervisor')
export class ShipmentsController {
  constructor(
    private readonly runner: CommandRunner,
    private readonly shipments: ShipmentsByOrderQuery,
    @Inject(EVENT_STORE) private readonly store: EventStore,
  ) {}

  @Get()
  @ApiOperation({ summary: "Where an order's goods are: its shipments and their packages" })
  @ApiOkResponse({ type: OrderShipmentPageView })
  async list(
    @Query() query: ShipmentsOfOrderQueryDto,
    @Caller() { callCentreId }: Principal,
  ): Promise<Page<object>> {
    const { rows, position } = await this.shipments.list({
      orderId: query.order_id,
      callCentreId,
      after: numbersIn(query.cursor)[0],
      maxCount: rowsToRead(query),
    });
    const page = pageOf(rows, query.limit, (row) => [row.requested_position], position);
    return mapPage(page, orderShipmentView);
  }

  @Get(':id')
  @ApiOperation({ summary: 'A shipment, now or as of an instant or revision' })
  @ApiOkResponse({ type: ShipmentView })
  async find(
    @Param('id') id: string,
    @AsOfParam() asOf: AsOf | undefined,
    @Caller() { callCentreId }: Principal,
  ): Promise<Reply<ShipmentView>> {
    const { state, revision } = await findShipment(this.runner, id, { callCentreId }, asOf);
    return new Reply(shipmentView(state), { revision });
  }

  @Get(':id/history')
  @ApiOperation({ summary: 'Everything that happened to a shipment, and who did it' })
  @ApiOkResponse({ type: EventHistoryView })
  async history(
    @Param('id') id: string,
    @Caller() { callCentreId }: Principal,
  ): Promise<EventHistoryView> {
    await findShipment(this.runner, id, { callCentreId });
    const events = await readHistory(this.store, SHIPMENT, id);
    return { items: events.map((event) => eventView(event)) };
  }
}

function orderShipmentView(shipment: OrderShipment): object {
  const { requested_position: _, call_centre_id: _c, packages, ...row } = shipment;
  return {
    ...row,
    packages: packages.map(({ order_id: _o, shipment_id: _s, ...shipped }) => shipped),
  };
}
