import { CommandRunner } from '@continuo/event-store/command-runner';
import { Caller, CommandCtx, ExpectedRevision, Roles } from '@continuo/http/decorators';
import { mapPage, numbersIn, pageOf, rowsToRead } from '@continuo/http/paging';
import type { Principal } from '@continuo/http/principal';
import { type Page, Reply } from '@continuo/http/reply';
import type { CommandContext } from '@continuo/kernel/command-context';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { findShipment } from '../application/find-shipment';
import { HandleShipmentCommand } from '../application/handle-shipment/handle-shipment.command';
import { OpenShipTo } from '../application/open-ship-to';
import type { VendorCommand } from '../domain/shipment/commands';
import type { ShipmentRequestRow } from '../projections/shipment-requests/projection';
import { ShipmentRequestsQuery } from '../projections/shipment-requests/query';
import { deliveryReport, packageReport } from './shipment-report';
import { BackorderDto, DeliveryDto, ReportedPackageDto, RejectionDto } from './shipment-report.dto';
import { ShipmentRequestsQueryDto, ShipmentView } from './shipment.dto';
import { ShipmentRequestPageView, ShipmentRequestView } from './shipment-request.dto';
import { shipmentView } from './shipment.view';
import { vendorScope } from './vendor-scope';

@ApiTags('shipment requests')
@Controller('v1/shipment-requests')
@Roles('vendor')
export class ShipmentRequestsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly runner: CommandRunner,
    private readonly requests: ShipmentRequestsQuery,
    private readonly shipTo: OpenShipTo,
  ) {}

  @Get()
  @ApiOperation({ summary: "The vendor's shipment requests, oldest first" })
  @ApiOkResponse({ type: ShipmentRequestPageView })
  async list(
    @Query() query: ShipmentRequestsQueryDto,
    @Caller() principal: Principal,
  ): Promise<Page<object>> {
    const { rows, position } = await this.requests.list({
      vendorId: vendorScope(principal) ?? query.vendor_id,
      status: query.status,
      after: numbersIn(query.cursor)[0],
      maxCount: rowsToRead(query),
    });
    const page = pageOf(rows, query.limit, (row) => [row.requested_position], position);
    return mapPage(page, itemView);
  }

  @Get(':id')
  @ApiOperation({ summary: 'One request with the address to ship to' })
  @ApiOkResponse({ type: ShipmentRequestView })
  async find(
    @Param('id') id: string,
    @Caller() principal: Principal,
  ): Promise<Reply<ShipmentRequestView>> {
    const { state, revision } = await findShipment(this.runner, id, {
      vendorId: vendorScope(principal),
    });
    const ship_to = await this.shipTo.open(state.shipTo);
    return new Reply({ ...shipmentView(state), ship_to }, { revision });
  }

  @Post(':id/acceptance')
  @ApiOperation({ summary: 'The vendor will ship' })
  @ApiOkResponse({ type: ShipmentView })
  async accept(
    @Param('id') id: string,
    @ExpectedRevision() revision: number,
    @Caller() principal: Principal,
    @CommandCtx() context: CommandContext,
  ): Promise<Reply<ShipmentView>> {
    return this.report(id, { type: 'accept' }, revision, principal, context);
  }

  @Post(':id/rejection')
  @ApiOperation({ summary: 'The vendor will not ship; the order is held' })
  @ApiOkResponse({ type: ShipmentView })
  async reject(
    @Param('id') id: string,
    @Body() { reason }: RejectionDto,
    @ExpectedRevision() revision: number,
    @Caller() principal: Principal,
    @CommandCtx() context: CommandContext,
  ): Promise<Reply<ShipmentView>> {
    return this.report(id, { type: 'reject', reason }, revision, principal, context);
  }

  @Post(':id/backorder')
  @ApiOperation({ summary: 'The goods are not there yet; accept when they are' })
  @ApiOkResponse({ type: ShipmentView })
  async backorder(
    @Param('id') id: string,
    @Body() { expected_on: expectedOn, reason }: BackorderDto,
    @ExpectedRevision() revision: number,
    @Caller() principal: Principal,
    @CommandCtx() context: CommandContext,
  ): Promise<Reply<ShipmentView>> {
    const report = { type: 'backorder', expectedOn, reason: reason ?? null } as const;
    return this.report(id, report, revision, principal, context);
  }

  @Post(':id/packing')
  @ApiOperation({ summary: 'The goods are packed: they can no longer be cancelled' })
  @ApiOkResponse({ type: ShipmentView })
  async pack(
    @Param('id') id: string,
    @ExpectedRevision() revision: number,
    @Caller() principal: Principal,
    @CommandCtx() context: CommandContext,
  ): Promise<Reply<ShipmentView>> {
    return this.report(id, { type: 'pack' }, revision, principal, context);
  }

  @Post(':id/packages')
  @ApiOperation({ summary: 'A package has left, with tracking; what is in it is captured' })
  @ApiOkResponse({ type: ShipmentView })
  async ship(
    @Param('id') id: string,
    @Body() body: ReportedPackageDto,
    @ExpectedRevision() revision: number,
    @Caller() principal: Principal,
    @CommandCtx() context: CommandContext,
  ): Promise<Reply<ShipmentView>> {
    return this.report(id, packageReport(id, body, context), revision, principal, context);
  }

  @Post(':id/packages/:package_id/delivery')
  @ApiOperation({ summary: 'A package has arrived' })
  @ApiOkResponse({ type: ShipmentView })
  async deliver(
    @Param('id') id: string,
    @Param('package_id') packageId: string,
    @Body() body: DeliveryDto,
    @ExpectedRevision() revision: number,
    @Caller() principal: Principal,
    @CommandCtx() context: CommandContext,
  ): Promise<Reply<ShipmentView>> {
    return this.report(id, deliveryReport(packageId, body, context), revision, principal, context);
  }

  private async report(
    shipmentId: string,
    report: VendorCommand,
    expectedRevision: number,
    principal: Principal,
    context: CommandContext,
  ): Promise<Reply<ShipmentView>> {
    const { state, revision } = await this.commands.execute(
      new HandleShipmentCommand(
        shipmentId,
        report,
        vendorScope(principal),
        expectedRevision,
        context,
      ),
    );
    return new Reply(shipmentView(state), { revision });
  }
}

function itemView({ requested_position: _, lines, ...row }: ShipmentRequestRow): object {
  return { ...row, lines: JSON.parse(lines) as unknown };
}
