import { Caller, Roles } from '@continuo/http/decorators';
import type { Principal } from '@continuo/http/principal';
import { Reply } from '@continuo/http/reply';
import { CLOCK, type Clock } from '@continuo/kernel/clock';
import { Controller, Get, Headers, Inject, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { PopScreen } from '../../application/screen-pop/screen-pop.query';
import { boundTo } from '../access';
import { asLines, flatten } from './flat';
import { ScreenPopQueryDto, ScreenPopView, showScreenPop } from './screen-pop.dto';

@ApiTags('calls')
@Controller('v1/screen-pop')
export class ScreenPopController {
  constructor(
    private readonly queries: QueryBus,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @Roles('agent', 'supervisor', 'call-centre', 'integration')
  @ApiOperation({
    summary: 'What an agent sees when a call arrives: campaign, script, offers, who it may be',
    description:
      '`format=flat` answers flat keys with string values; `Accept: text/plain` one `key=value` per line.',
  })
  @ApiProduces('application/json', 'text/plain')
  @ApiOkResponse({ type: ScreenPopView })
  async pop(
    @Query() query: ScreenPopQueryDto,
    @Headers('accept') accept: string | undefined,
    @Caller() principal: Principal,
  ): Promise<ScreenPopView | Record<string, string> | Reply<string>> {
    const { dnis, ani, call_id, format } = query;
    const asked = new PopScreen(
      withPlus(dnis),
      ani ? withPlus(ani) : null,
      boundTo(principal),
      this.clock.now(),
    );
    const view = showScreenPop(await this.queries.execute(asked), call_id ?? null);
    if (accept?.includes('text/plain') && !accept.includes('application/json')) {
      return new Reply(asLines(flatten(view)), { contentType: 'text/plain; charset=utf-8' });
    }
    return format === 'flat' ? flatten(view) : view;
  }
}

/** A plus sign that was not escaped in the query string arrives as a blank. */
function withPlus(number: string): string {
  return number.startsWith(' ') ? `+${number.trim()}` : number;
}
