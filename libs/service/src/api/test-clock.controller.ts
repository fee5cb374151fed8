import { invalid, DomainError } from '@continuo/kernel/domain-error';
import { CLOCK, type Clock } from '@continuo/kernel/clock';
import { NoIdempotencyKey, Roles } from '@continuo/http/decorators';
import { InstantField, TextField } from '@continuo/http/fields';
import { Body, Controller, Get, Headers, Inject, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Temporal } from 'temporal-polyfill';
import { TimeTravel } from '../time-travel';

class AdvanceBody {
  @TextField({
    optional: true,
    max: 40,
    example: 'P30D',
    description: 'ISO 8601 duration to move by',
  })
  by?: string;

  @InstantField({ optional: true, description: 'or the instant to move to' })
  to?: string;
}

/** Time as a test wants it; only where the test clock is enabled. */
@ApiTags('test clock')
@Controller('v1/test-clock')
export class TestClockController {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly travel: TimeTravel,
  ) {}

  @Get()
  @Roles('integration')
  @ApiOperation({ summary: 'What time the services believe it is' })
  show(): object {
    return { now: this.clock.now(), enabled: this.travel.enabled };
  }

  @Post('advance')
  @Roles('integration')
  @NoIdempotencyKey()
  @ApiOperation({
    summary: 'Move the clock forward, stopping at each due date on the way until its work is done',
  })
  async advance(
    @Body() body: AdvanceBody,
    @Headers('authorization') authorization: string,
  ): Promise<object> {
    this.requireEnabled();
    return this.travel.advanceTo(this.target(body), authorization);
  }

  @Post('work-off')
  @Roles('integration')
  @NoIdempotencyKey()
  @ApiOperation({
    summary: 'Do all that is due by now and all that follows from it, in this process',
  })
  async workOff(): Promise<object> {
    this.requireEnabled();
    return { woken: await this.travel.workOff() };
  }

  private requireEnabled(): void {
    if (this.travel.enabled) return;
    throw new DomainError(
      'test-clock-disabled',
      'The test clock is not enabled here: start the server with CONTINUO_TEST_CLOCK=on.',
      'forbidden',
    );
  }

  private target(body: AdvanceBody): string {
    if ((body.by === undefined) === (body.to === undefined)) {
      throw invalid('one-of-by-and-to', '/by', 'Give either by (a duration) or to (an instant).');
    }
    if (body.to !== undefined) return new Date(body.to).toISOString();
    try {
      const start = Temporal.Instant.from(this.clock.now()).toZonedDateTimeISO('UTC');
      return new Date(
        start.add(Temporal.Duration.from(body.by ?? '')).epochMilliseconds,
      ).toISOString();
    } catch {
      throw invalid('bad-duration', '/by', 'Use an ISO 8601 duration such as P30D or PT6H.');
    }
  }
}
