import { type AsOf, CommandRunner } from '@continuo/event-store/command-runner';
import { AsOfParam, Caller, Roles } from '@continuo/http/decorators';
import { IntegerField, LocalDateField, NestedField, TextField } from '@continuo/http/fields';
import type { Principal } from '@continuo/http/principal';
import { Reply } from '@continuo/http/reply';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { findSubscription } from '../application/find-subscription';
import { nextCycleOn, schedule } from '../domain/subscription/schedule';
import { ScheduledCycleView, scheduledCycleView } from './schedule.view';

const MAX_CYCLES = 60;

export class ProgramScheduleQuery {
  @IntegerField({ min: 1, max: MAX_CYCLES, optional: true, description: 'how many; 6 by default' })
  cycles?: number;
}

export class ProgramScheduleView {
  @TextField() subscription_id!: string;
  @TextField({ example: 'active' }) status!: string;
  @LocalDateField({
    nullable: true,
    description: 'date of the next charge; null when none is coming',
  })
  next_cycle_on!: string | null;
  @NestedField(() => ScheduledCycleView, { array: true }) cycles!: ScheduledCycleView[];
}

/** What ships next: as things stand, or as it was thought at any moment. */
@ApiTags('subscriptions')
@Controller('v1/subscriptions')
@Roles('agent', 'supervisor', 'call-centre', 'finance', 'integration', 'customer')
export class ProgramScheduleController {
  constructor(private readonly runner: CommandRunner) {}

  @Get(':id/schedule')
  @ApiOperation({
    summary: 'The cycles ahead, computed from the program as it is or as of an instant or revision',
    description:
      'With `as_of` and `known_at` the same instant: what was thought then would ship next. With `as_of` alone: what would have, by all that is known of that moment today.',
  })
  @ApiOkResponse({ type: ProgramScheduleView })
  async schedule(
    @Param('id') id: string,
    @Query() query: ProgramScheduleQuery,
    @AsOfParam() asOf: AsOf | undefined,
    @Caller() caller: Principal,
  ): Promise<Reply<ProgramScheduleView>> {
    const { state, revision } = await findSubscription(this.runner, id, caller, asOf);
    const body = {
      subscription_id: id,
      status: state.status,
      next_cycle_on: nextCycleOn(state),
      cycles: schedule(state, query.cycles).map(scheduledCycleView),
    };
    return new Reply(body, { revision });
  }
}
