import { CommandRunner } from '@continuo/event-store/command-runner';
import { Caller, CommandCtx, NoIdempotencyKey, Roles } from '@continuo/http/decorators';
import { IdField, LocalDateField, NestedField, TextField } from '@continuo/http/fields';
import type { Principal } from '@continuo/http/principal';
import { CLOCK, type Clock } from '@continuo/kernel/clock';
import type { CommandContext } from '@continuo/kernel/command-context';
import { Body, Controller, Inject, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { MergeShipDatesCommand } from '../application/merge-ship-dates/merge-ship-dates.command';
import { programsToMerge } from '../application/merge-ship-dates/programs-to-merge';
import { preview } from '../domain/subscription/preview';
import { authorityOf } from './authority';
import { ChangedSubscriptionView, changedView, PreviewView, previewView } from './effect.view';

export class MergePreviewDto {
  @IdField('sub', { array: { min: 2, max: 20 }, example: ['sub_1', 'sub_2'] })
  subscription_ids!: string[];

  @LocalDateField({ example: '2027-03-01', description: 'the next cycle of each, and the anchor' })
  on!: string;
}

export class MergeDto extends MergePreviewDto {
  @TextField({ max: 300, optional: true, example: 'wants one parcel' })
  reason?: string;
}

export class MergedPreviewView extends PreviewView {
  @IdField('sub')
  subscription_id!: string;
}

export class MergePreviewView {
  @NestedField(() => MergedPreviewView, { array: true })
  items!: MergedPreviewView[];
}

export class MergedProgramsView {
  @NestedField(() => ChangedSubscriptionView, { array: true })
  items!: ChangedSubscriptionView[];
}

@ApiTags('subscription changes')
@Controller('v1/subscriptions/merges')
@Roles('agent', 'supervisor', 'call-centre', 'integration')
export class MergesController {
  constructor(
    private readonly commands: CommandBus,
    private readonly runner: CommandRunner,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Post('previews')
  @NoIdempotencyKey()
  @ApiOperation({ summary: 'What a merge would mean for each program; changes nothing' })
  @ApiOkResponse({ type: MergePreviewView })
  async preview(
    @Body() { subscription_ids, on }: MergePreviewDto,
    @Caller() caller: Principal,
  ): Promise<MergePreviewView> {
    const programs = await programsToMerge(this.runner, subscription_ids, caller);
    const now = this.clock.now();
    const items = programs.map((state) => ({
      ...previewView(preview(state, [{ kind: 'anchor', on }], now)),
      subscription_id: state.subscriptionId,
    }));
    return { items };
  }

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
