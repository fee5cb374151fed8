import { Caller, CommandCtx, Roles } from '@continuo/http/decorators';
import { IdField, LocalDateField, NestedField, TextField } from '@continuo/http/fields';
import type { Principal } from '@continuo/http/principal';
import type { CommandContext } from '@continuo/kernel/command-context';
import { Body, Controller, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { MergeShipDatesCommand } from '../application/merge-ship-dates/merge-ship-dates.command';
import { authorityOf } from './authority';
import { ChangedSubscriptionView, changedView } from './effect.view';

export class MergeDto {
  @IdField('sub', { array: { min: 2, max: 20 }, example: ['sub_1', 'sub_2'] })
  subscription_ids!: string[];

  @LocalDateField({ example: '2027-03-01', description: 'the next cycle of each, and the anchor' })
  on!: string;

  @TextField({ max: 300, optional: true, example: 'wants one parcel' })
  reason?: string;
}

export class MergedProgramsView {
  @NestedField(() => ChangedSubscriptionView, { array: true })
  items!: ChangedSubscriptionView[];
}

@ApiTags('subscription changes')
@Controller('v1/subscriptions/merges')
@Roles('agent', 'supervisor', 'call-centre', 'integration')
export class MergesController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @ApiOperation({
    summary: "One ship date for several of a customer's programs",
    description: 'Nothing is changed when one of them is refused; each can be undone by itself.',
  })
  @ApiOkResponse({ type: MergedProgramsView })
  async merge(
    @Body() { subscription_ids, on, reason }: MergeDto,
    @Caller() caller: Principal,
    @CommandCtx() context: CommandContext,
  ): Promise<MergedProgramsView> {
    const told = { ...context, reason: reason ?? context.reason };
    const merged = await this.commands.execute(
      new MergeShipDatesCommand(subscription_ids, on, authorityOf(caller), caller, told),
    );
    return { items: merged.map((program) => changedView(program, program.changeId)) };
  }
}
