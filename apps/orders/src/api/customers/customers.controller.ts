import { type AsOf, CommandRunner } from '@continuo/event-store/command-runner';
import { AsOfParam, CommandCtx, ExpectedRevision, Roles } from '@continuo/http/decorators';
import { Reply } from '@continuo/http/reply';
import type { CommandContext } from '@continuo/kernel/command-context';
import { deriveId } from '@continuo/kernel/ids';
import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { customerAggregate } from '../../application/aggregates';
import { ChangeCustomer } from '../../application/change-customer/change-customer.command';
import { EraseCustomer } from '../../application/erase-customer/erase-customer.command';
import { RegisterCustomer } from '../../application/register-customer/register-customer.command';
import { requirePhone } from '../../application/selling/contact';
import { CustomerFiles } from '../../application/selling/customer-files';
import { customerNotFound } from '../../domain/customer/errors';
import type { Profile } from '../../domain/customer/events';
import type { CustomerState } from '../../domain/customer/state';
import {
  addressOf,
  CustomerBody,
  customerView,
  CustomerView,
  EmailBody,
  NameBody,
  PhoneBody,
  PostalAddressBody,
  profileOf,
} from './customer.dto';

@ApiTags('customers')
@Controller('v1/customers')
export class CustomersController {
  constructor(
    private readonly commands: CommandBus,
    private readonly runner: CommandRunner,
    private readonly files: CustomerFiles,
  ) {}

  @Post()
  @Roles('agent', 'supervisor', 'call-centre', 'integration')
  @ApiOperation({ summary: 'Register a customer' })
  @ApiCreatedResponse({ type: CustomerView })
  async register(
    @Body() body: CustomerBody,
    @CommandCtx() context: CommandContext,
  ): Promise<Reply<CustomerView>> {
    const customerId = deriveId('cus', context.commandId);
    const command = new RegisterCustomer(customerId, profileOf(body), context);
    const { state, revision } = await this.commands.execute(command);
    const location = `/v1/customers/${customerId}`;
    const view = await this.view(customerId, state, revision);
    return new Reply(view, { status: 201, revision, location });
  }

  @Get(':customer_id')
  @Roles('agent', 'supervisor', 'call-centre', 'finance', 'integration')
  @ApiOperation({ summary: 'A customer, now or as of an instant' })
  @ApiOkResponse({ type: CustomerView })
  async get(
    @Param('customer_id') customerId: string,
    @AsOfParam() asOf: AsOf | undefined,
  ): Promise<Reply<CustomerView>> {
    const { state, revision } = await this.runner.load(customerAggregate, customerId, asOf);
    return new Reply(await this.view(customerId, state, revision), { revision });
  }

  @Post(':customer_id/name')
  @Roles('agent', 'supervisor', 'call-centre', 'integration')
  @ApiOperation({ summary: "Change a customer's name" })
  @ApiOkResponse({ type: CustomerView })
  rename(
    @Param('customer_id') customerId: string,
    @Body() { first, last }: NameBody,
    @CommandCtx() context: CommandContext,
    @ExpectedRevision() revision: number,
  ): Promise<Reply<CustomerView>> {
    return this.change(customerId, { name: { first, last } }, context, revision);
  }

  @Post(':customer_id/phone')
  @Roles('agent', 'supervisor', 'call-centre', 'integration')
  @ApiOperation({ summary: "Change a customer's telephone number" })
  @ApiOkResponse({ type: CustomerView })
  changePhone(
    @Param('customer_id') customerId: string,
    @Body() { phone }: PhoneBody,
    @CommandCtx() context: CommandContext,
    @ExpectedRevision() revision: number,
  ): Promise<Reply<CustomerView>> {
    const number = phone === null ? null : requirePhone(phone, '/phone');
    return this.change(customerId, { phone: number }, context, revision);
  }

  @Post(':customer_id/email')
  @Roles('agent', 'supervisor', 'call-centre', 'integration')
  @ApiOperation({ summary: "Change a customer's mail address" })
  @ApiOkResponse({ type: CustomerView })
  changeEmail(
    @Param('customer_id') customerId: string,
    @Body() { email }: EmailBody,
    @CommandCtx() context: CommandContext,
    @ExpectedRevision() revision: number,
  ): Promise<Reply<CustomerView>> {
    return this.change(customerId, { email }, context, revision);
  }

  @Post(':customer_id/address')
  @Roles('agent', 'supervisor', 'call-centre', 'integration')
  @ApiOperation({ summary: "Change a customer's address; orders and programs keep theirs" })
  @ApiOkResponse({ type: CustomerView })
  changeAddress(
    @Param('customer_id') customerId: string,
    @Body() body: PostalAddressBody,
    @CommandCtx() context: CommandContext,
    @ExpectedRevision() revision: number,
  ): Promise<Reply<CustomerView>> {
    return this.change(customerId, { address: addressOf(body) }, context, revision);
  }

  @Post(':customer_id/erasure')
  @Roles('admin')
  @ApiOperation({
    summary: 'Erase a person: the key is destroyed, the record stays valid',
    description:
      'Refused with `customer-has-open-business` (409) while programs run or orders are open; `data.subscription_ids` and `data.order_ids` name them.',
  })
  @ApiOkResponse({ type: CustomerView })
  async erase(
    @Param('customer_id') customerId: string,
    @CommandCtx() context: CommandContext,
  ): Promise<Reply<CustomerView>> {
    const { state, revision } = await this.commands.execute(new EraseCustomer(customerId, context));
    return new Reply(await this.view(customerId, state, revision), { revision });
  }

  private async change(
    customerId: string,
    change: Partial<Profile>,
    context: CommandContext,
    expectedRevision: number,
  ): Promise<Reply<CustomerView>> {
    const command = new ChangeCustomer(customerId, change, context, expectedRevision);
    const { state, revision } = await this.commands.execute(command);
    return new Reply(await this.view(customerId, state, revision), { revision });
  }

  private async view(
    customerId: string,
    state: CustomerState,
    revision: number,
  ): Promise<CustomerView> {
    if (state.status === 'none') throw customerNotFound(customerId);
    return customerView(state, await this.files.open(state), revision);
  }
}
