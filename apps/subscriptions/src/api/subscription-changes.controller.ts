import { Caller, CommandCtx, ExpectedRevision, Roles } from '@continuo/http/decorators';
import type { Principal } from '@continuo/http/principal';
import { Reply } from '@continuo/http/reply';
import type { CommandContext } from '@continuo/kernel/command-context';
import { applyDecorators, Body, Controller, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ChangeSubscriptionCommand } from '../application/change-subscription/change-subscription.command';
import type { AskedChange } from '../application/change-subscription/asked-change';
import { askedChange } from './any-change';
import { authorityOf } from './authority';
import {
  CancellationDto,
  DateChangeDto,
  IntervalChangeDto,
  PauseDto,
  PaymentMethodDto,
  PriceChangeDto,
  ProductChangeDto,
  QuantityChangeDto,
  ReactivationDto,
  ResumptionDto,
  SkipDto,
  UnskipDto,
  ZoneChangeDto,
} from './changes.dto';
import { ChangedSubscriptionView, changedView } from './effect.view';

type Changed = Promise<Reply<ChangedSubscriptionView>>;

/** One route per change: `POST /v1/subscriptions/{id}/<what>`, with If-Match and an Idempotency-Key. */
function ChangeRoute(path: string, summary: string): MethodDecorator {
  return applyDecorators(
    Post(`:id/${path}`),
    ApiOperation({ summary }),
    ApiOkResponse({ type: ChangedSubscriptionView }),
  );
}

@ApiTags('subscription changes')
@Controller('v1/subscriptions')
@Roles('agent', 'supervisor', 'call-centre', 'integration', 'customer')
export class SubscriptionChangesController {
  constructor(private readonly commands: CommandBus) {}

  @ChangeRoute('interval-changes', 'Another interval, counted from the next date, which stays')
  async interval(
    @Param('id') id: string,
    @Body() { interval, reason }: IntervalChangeDto,
    @ExpectedRevision() revision: number,
    @Caller() caller: Principal,
    @CommandCtx() context: CommandContext,
  ): Changed {
    return this.change(id, { kind: 'interval', interval }, reason, revision, caller, context);
  }

  @ChangeRoute('price-changes', 'Another price per unit; far from the plan, a supervisor sends it')
  async price(
    @Param('id') id: string,
    @Body() { unit_price_minor, cycles, reason }: PriceChangeDto,
    @ExpectedRevision() revision: number,
    @Caller() caller: Principal,
    @CommandCtx() context: CommandContext,
  ): Changed {
    const change = { kind: 'price', unitPriceMinor: unit_price_minor, cycles } as const;
    return this.change(id, change, reason, revision, caller, context);
  }

  @ChangeRoute('product-changes', 'Another product of the plan, at its own price')
  async product(
    @Param('id') id: string,
    @Body() { sku, reason }: ProductChangeDto,
    @ExpectedRevision() revision: number,
    @Caller() caller: Principal,
    @CommandCtx() context: CommandContext,
  ): Changed {
    return this.change(id, { kind: 'product', sku }, reason, revision, caller, context);
  }

  @ChangeRoute('quantity-changes', 'Another quantity per cycle')
  async quantity(
    @Param('id') id: string,
    @Body() { quantity, reason }: QuantityChangeDto,
    @ExpectedRevision() revision: number,
    @Caller() caller: Principal,
    @CommandCtx() context: CommandContext,
  ): Changed {
    return this.change(id, { kind: 'quantity', quantity }, reason, revision, caller, context);
  }

  @ChangeRoute(
    'date-changes',
    'Another date for one cycle, or for the next and all that follow; today sends now',
  )
  async date(
    @Param('id') id: string,
    @Body() { on, cycle, move_following, reason }: DateChangeDto,
    @ExpectedRevision() revision: number,
    @Caller() caller: Principal,
    @CommandCtx() context: CommandContext,
  ): Changed {
    const change: AskedChange = { kind: 'date', on, cycle, moveFollowing: move_following };
    return this.change(id, change, reason, revision, caller, context);
  }

  @ChangeRoute('skips', 'Leave one cycle out')
  async skip(
    @Param('id') id: string,
    @Body() { cycle, reason }: SkipDto,
    @ExpectedRevision() revision: number,
    @Caller() caller: Principal,
    @CommandCtx() context: CommandContext,
  ): Changed {
    return this.change(id, { kind: 'skip', cycle }, reason, revision, caller, context);
  }

  @ChangeRoute('unskips', 'Take a skip back')
  async unskip(
    @Param('id') id: string,
    @Body() { cycle, reason }: UnskipDto,
    @ExpectedRevision() revision: number,
    @Caller() caller: Principal,
    @CommandCtx() context: CommandContext,
  ): Changed {
    return this.change(id, { kind: 'unskip', cycle }, reason, revision, caller, context);
  }

  @ChangeRoute('pauses', 'No cycle before a date; a pause that is on gets another end')
  async pause(
    @Param('id') id: string,
    @Body() { until, reason }: PauseDto,
    @ExpectedRevision() revision: number,
    @Caller() caller: Principal,
    @CommandCtx() context: CommandContext,
  ): Changed {
    return this.change(id, { kind: 'pause', until }, reason, revision, caller, context);
  }

  @ChangeRoute('resumptions', 'End a pause now')
  async resume(
    @Param('id') id: string,
    @Body() { reason }: ResumptionDto,
    @ExpectedRevision() revision: number,
    @Caller() caller: Principal,
    @CommandCtx() context: CommandContext,
  ): Changed {
    return this.change(id, { kind: 'resume' }, reason, revision, caller, context);
  }

  @ChangeRoute('cancellations', 'End the program; the answer says what was handed over before')
  async cancel(
    @Param('id') id: string,
    @Body() body: CancellationDto,
    @ExpectedRevision() revision: number,
    @Caller() caller: Principal,
    @CommandCtx() context: CommandContext,
  ): Changed {
    const change = askedChange({ ...body, kind: 'cancel' }, '');
    return this.change(id, change, body.reason_code, revision, caller, context);
  }

  @ChangeRoute('reactivations', 'Start a cancelled or held program again')
  async reactivate(
    @Param('id') id: string,
    @Body() { next_on, reason }: ReactivationDto,
    @ExpectedRevision() revision: number,
    @Caller() caller: Principal,
    @CommandCtx() context: CommandContext,
  ): Changed {
    const change: AskedChange = { kind: 'reactivate', nextOn: next_on };
    return this.change(id, change, reason, revision, caller, context);
  }

  @ChangeRoute('payment-methods', 'Another payment token for the cycles to come')
  async paymentMethod(
    @Param('id') id: string,
    @Body() { token, reason }: PaymentMethodDto,
    @ExpectedRevision() revision: number,
    @Caller() caller: Principal,
    @CommandCtx() context: CommandContext,
  ): Changed {
    return this.change(id, { kind: 'payment-method', token }, reason, revision, caller, context);
  }

  @ChangeRoute(
    'zone-changes',
    "Another time zone: dates stay, the hour they begin at is the customer's",
  )
  async zone(
    @Param('id') id: string,
    @Body() { zone, reason }: ZoneChangeDto,
    @ExpectedRevision() revision: number,
    @Caller() caller: Principal,
    @CommandCtx() context: CommandContext,
  ): Changed {
    return this.change(id, { kind: 'zone', zone }, reason, revision, caller, context);
  }

  private async change(
    id: string,
    change: AskedChange,
    reason: string | undefined,
    expectedRevision: number,
    caller: Principal,
    context: CommandContext,
  ): Changed {
    const told = { ...context, reason: reason ?? context.reason };
    const asked = { changes: [change], single: true, authority: authorityOf(caller) };
    const changed = await this.commands.execute(
      new ChangeSubscriptionCommand(id, asked, caller, expectedRevision, told),
    );
    return new Reply(changedView(changed, context.commandId), { revision: changed.revision });
  }
}
