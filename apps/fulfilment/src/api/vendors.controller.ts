import { CommandCtx, ExpectedRevision, Roles } from '@continuo/http/decorators';
import { Reply } from '@continuo/http/reply';
import { CommandRunner } from '@continuo/event-store/command-runner';
import type { CommandContext } from '@continuo/kernel/command-context';
import { invalid, notFound } from '@continuo/kernel/domain-error';
import { Body, Controller, Get, Param, Post, Put } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ROUTING_TABLE, ROUTING_TABLE_ID } from '../application/aggregates';
import { ChangeVendorRoutingCommand } from '../application/change-vendor-routing/change-vendor-routing.command';
import { RegisterVendorCommand } from '../application/register-vendor/register-vendor.command';
import type { VendorRouting } from '../domain/routing-table/events';
import type { RoutingTable } from '../domain/routing-table/state';
import {
  RegisterVendorDto,
  VendorListView,
  VendorRoutingDto,
  VendorView,
  routingOf,
  vendorView,
} from './vendor.dto';

@ApiTags('vendors')
@Controller('v1/vendors')
export class VendorsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly runner: CommandRunner,
  ) {}

  @Post()
  @Roles('admin')
  @ApiOperation({ summary: 'Register a fulfilment vendor and what it ships' })
  @ApiCreatedResponse({ type: VendorView })
  async register(
    @Body() body: RegisterVendorDto,
    @CommandCtx() context: CommandContext,
  ): Promise<Reply<VendorView>> {
    const vendor = { vendorId: body.vendor_id, name: body.name, ...requireGoods(routingOf(body)) };
    const { state, revision } = await this.commands.execute(
      new RegisterVendorCommand(vendor, context),
    );
    const location = `/v1/vendors/${vendor.vendorId}`;
    return new Reply(viewOf(state, vendor.vendorId), { status: 201, revision, location });
  }

  @Get()
  @Roles('admin', 'finance', 'supervisor')
  @ApiOperation({ summary: 'All vendors, in the order in which they are asked' })
  @ApiOkResponse({ type: VendorListView })
  async list(): Promise<Reply<VendorListView>> {
    const { state, revision } = await this.runner.load(ROUTING_TABLE, ROUTING_TABLE_ID);
    const items = [...state.vendors.values()].map(vendorView);
    items.sort((a, b) => a.priority - b.priority || a.vendor_id.localeCompare(b.vendor_id));
    return new Reply({ items }, { revision });
  }

  @Get(':vendor_id')
  @Roles('admin', 'finance', 'supervisor')
  @ApiOperation({ summary: 'One vendor; the ETag is that of the routing table' })
  @ApiOkResponse({ type: VendorView })
  async find(@Param('vendor_id') vendorId: string): Promise<Reply<VendorView>> {
    const { state, revision } = await this.runner.load(ROUTING_TABLE, ROUTING_TABLE_ID);
    return new Reply(viewOf(state, vendorId), { revision });
  }

  @Put(':vendor_id/routing')
  @Roles('admin')
  @ApiOperation({
    summary: 'Change what a vendor ships and when it is asked; from the next release on',
  })
  @ApiOkResponse({ type: VendorView })
  async changeRouting(
    @Param('vendor_id') vendorId: string,
    @Body() body: VendorRoutingDto,
    @ExpectedRevision() expectedRevision: number,
    @CommandCtx() context: CommandContext,
  ): Promise<Reply<VendorView>> {
    const routing = requireGoods(routingOf(body));
    const { state, revision } = await this.commands.execute(
      new ChangeVendorRoutingCommand(vendorId, routing, expectedRevision, context),
    );
    return new Reply(viewOf(state, vendorId), { revision });
  }
}

function viewOf(table: RoutingTable, vendorId: string): VendorView {
  const vendor = table.vendors.get(vendorId);
  if (!vendor) throw notFound('vendor', vendorId);
  return vendorView(vendor);
}

/** 'Serves all' and a list of SKUs exclude each other; a vendor that ships nothing may be kept, with an empty list. */
function requireGoods(routing: VendorRouting): VendorRouting {
  if (routing.servesAll && routing.skus.length > 0) {
    throw invalid('skus-not-needed', '/skus', 'A vendor that serves all has no list of SKUs.');
  }
  return routing;
}
