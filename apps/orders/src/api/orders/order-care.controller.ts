import { Caller, CommandCtx, ExpectedRevision, Roles, WaitMs } from '@continuo/http/decorators';
import type { Principal } from '@continuo/http/principal';
import { Reply } from '@continuo/http/reply';
import type { CommandContext } from '@continuo/kernel/command-context';
import { Body, Controller, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ChangeOrder } from '../../application/change-order/change-order.command';
import { boundTo } from '../access';
import { PaymentBody, WhyBody } from './order.dto';
import { OrderView } from './order.view';
import { showOrder } from './show-order';

/** What is done to an order after it was placed. */
@ApiTags('orders')
@Controller('v1/orders')
@Roles('agent', 'supervisor', 'call-centre', 'integration')
export class OrderCareController {
  constructor(private readonly commands: CommandBus) {}

  @Post(':order_id/payment-attempts')
  @ApiOperation({ summary: 'Try another token on an order whose payment was declined' })
  @ApiOkResponse({ type: OrderView })
  tryAnother(
    @Param('order_id') orderId: string,
    @Body() { token }: PaymentBody,
    @Caller() principal: Principal,
    @CommandCtx() context: CommandContext,
    @ExpectedRevision() revision: number,
    @WaitMs() waitMs: number,
  ): Promise<Reply<OrderView>> {
    const payment = { token, initiator: 'moto', networkTransactionId: null } as const;
    const change = { kind: 'try-another-token', payment } as const;
    const centre = boundTo(principal);
    return this.change(new ChangeOrder(orderId, change, centre, context, revision, waitMs));
  }

  @Post(':order_id/hold')
  @ApiOperation({ summary: 'Hold an order that was not released yet' })
  @ApiOkResponse({ type: OrderView })
  hold(
    @Param('order_id') orderId: string,
    @Body() { reason }: WhyBody,
    @Caller() principal: Principal,
    @CommandCtx() context: CommandContext,
    @ExpectedRevision() revision: number,
  ): Promise<Reply<OrderView>> {
    const change = { kind: 'hold', reason } as const;
    const why = { ...context, reason };
    return this.change(new ChangeOrder(orderId, change, boundTo(principal), why, revision));
  }

  @Post(':order_id/release')
  @ApiOperation({ summary: 'Lift the hold; an authorised order goes to fulfilment' })
  @ApiOkResponse({ type: OrderView })
  release(
    @Param('order_id') orderId: string,
    @Body() { reason }: WhyBody,
    @Caller() principal: Principal,
    @CommandCtx() context: CommandContext,
    @ExpectedRevision() revision: number,
  ): Promise<Reply<OrderView>> {
    const change = { kind: 'release' } as const;
    const why = { ...context, reason };
    return this.change(new ChangeOrder(orderId, change, boundTo(principal), why, revision));
  }

  @Post(':order_id/cancel')
  @ApiOperation({ summary: 'Cancel what has not been packed; a draft is given up' })
  @ApiOkResponse({ type: OrderView })
  cancel(
    @Param('order_id') orderId: string,
    @Body() { reason }: WhyBody,
    @Caller() principal: Principal,
    @CommandCtx() context: CommandContext,
    @ExpectedRevision() revision: number,
  ): Promise<Reply<OrderView>> {
    const change = { kind: 'cancel', reason } as const;
    const why = { ...context, reason };
    return this.change(new ChangeOrder(orderId, change, boundTo(principal), why, revision));
  }

  private async change(command: ChangeOrder): Promise<Reply<OrderView>> {
    const { orderId, order, revision } = await this.commands.execute(command);
    return new Reply(showOrder(orderId, order, revision), { revision });
  }
}
