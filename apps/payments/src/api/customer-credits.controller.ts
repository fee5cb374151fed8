import { type AsOf, CommandRunner } from '@continuo/event-store/command-runner';
import { EVENT_STORE, type EventStore } from '@continuo/event-store/event-store';
import { readHistory } from '@continuo/event-store/read-history';
import { AsOfParam, Caller, CommandCtx, ExpectedRevision, Roles } from '@continuo/http/decorators';
import { EventHistoryView, eventView } from '@continuo/http/event-history';
import type { Principal } from '@continuo/http/principal';
import { Reply } from '@continuo/http/reply';
import { CLOCK, type Clock } from '@continuo/kernel/clock';
import type { CommandContext } from '@continuo/kernel/command-context';
import { notFound } from '@continuo/kernel/domain-error';
import { deriveId } from '@continuo/kernel/ids';
import { Body, Controller, Get, Inject, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CUSTOMER_CREDIT } from '../application/credit-aggregate';
import { GrantCreditCommand } from '../application/grant-credit/grant-credit.command';
import { WithdrawCreditCommand } from '../application/withdraw-credit/withdraw-credit.command';
import type { Granter } from '../domain/customer-credit/limits';
import { CreditGrantDto, CreditWithdrawalDto, CustomerCreditView } from './customer-credit.dto';
import { customerCreditView } from './customer-credit.view';

const CUSTOMER_ID = /^cus_[A-Za-z0-9_-]{1,80}$/;

@ApiTags('credit')
@Controller('v1/customer-credits')
export class CustomerCreditsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly runner: CommandRunner,
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get(':customer_id')
  @Roles('agent', 'supervisor', 'finance', 'integration')
  @ApiOperation({ summary: "A customer's credit: what can be used, where it came from and went" })
  @ApiOkResponse({ type: CustomerCreditView })
  async find(
    @Param('customer_id') customerId: string,
    @AsOfParam() asOf: AsOf | undefined,
  ): Promise<Reply<CustomerCreditView>> {
    const { state, revision } = await this.runner.load(CUSTOMER_CREDIT, known(customerId), asOf);
    return new Reply(customerCreditView(customerId, state, this.clock.now()), { revision });
  }

  @Get(':customer_id/history')
  @Roles('agent', 'supervisor', 'finance', 'integration')
  @ApiOperation({
    summary: "Everything that happened to a customer's credit: what, who, when, why",
  })
  @ApiOkResponse({ type: EventHistoryView })
  async history(@Param('customer_id') customerId: string): Promise<EventHistoryView> {
    const events = await readHistory(this.store, CUSTOMER_CREDIT, known(customerId));
    return { items: events.map((event) => eventView(event)) };
  }

  @Post(':customer_id/grants')
  @Roles('agent', 'supervisor', 'finance')
  @ApiOperation({ summary: 'Give a customer credit, within what your role may' })
  @ApiCreatedResponse({ type: CustomerCreditView })
  async grant(
    @Param('customer_id') customerId: string,
    @Body() { amount_minor, currency, reason, expires_at }: CreditGrantDto,
    @Caller() { role }: Principal,
    @CommandCtx() context: CommandContext,
  ): Promise<Reply<CustomerCreditView>> {
    const grant = {
      customerId: known(customerId),
      grantId: deriveId('crg', context.commandId),
      currency,
      amountMinor: amount_minor,
      reason,
      // Who may come here is said above: each of them is one who grants.
      byRole: role as Granter,
      expiresAt: expires_at ?? null,
    };
    const { state, revision } = await this.commands.execute(
      new GrantCreditCommand(grant, { ...context, reason: context.reason ?? reason }),
    );
    return new Reply(customerCreditView(customerId, state, context.now), {
      status: 201,
      revision,
      location: `/v1/customer-credits/${customerId}`,
    });
  }

  @Post(':customer_id/grants/:grant_id/withdrawals')
  @Roles('supervisor', 'finance')
  @ApiOperation({ summary: 'Take back what of a wrong grant is not spent' })
  @ApiCreatedResponse({ type: CustomerCreditView })
  async withdraw(
    @Param('customer_id') customerId: string,
    @Param('grant_id') grantId: string,
    @Body() { amount_minor, reason }: CreditWithdrawalDto,
    @Caller() { role }: Principal,
    @ExpectedRevision() revision: number,
    @CommandCtx() context: CommandContext,
  ): Promise<Reply<CustomerCreditView>> {
    const withdrawal = {
      customerId: known(customerId),
      grantId,
      amountMinor: amount_minor ?? null,
      reason,
      byRole: role as Granter,
    };
    const why = { ...context, reason: context.reason ?? reason };
    const after = await this.commands.execute(new WithdrawCreditCommand(withdrawal, revision, why));
    return new Reply(customerCreditView(customerId, after.state, context.now), {
      status: 201,
      revision: after.revision,
      location: `/v1/customer-credits/${customerId}`,
    });
  }
}

/** Throws `customer-not-found` for what is no id of a customer. */
function known(customerId: string): string {
  if (!CUSTOMER_ID.test(customerId)) throw notFound('customer', customerId);
  return customerId;
}
