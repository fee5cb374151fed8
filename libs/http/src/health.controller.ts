import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Public } from './decorators';
import { ReadinessRegistry } from './readiness';
import { Reply } from './reply';

@ApiTags('operations')
@Public()
@Controller('health')
export class HealthController {
  constructor(private readonly readiness: ReadinessRegistry) {}

  @Get('live')
  @ApiOperation({ summary: 'The process runs' })
  live(): { status: 'live' } {
    return { status: 'live' };
  }

  @Get('ready')
  @ApiOperation({
    summary: '200 when all services are ready, 503 with what they wait for until then',
  })
  async ready(): Promise<Reply<object>> {
    const waitingFor = await this.readiness.waitingFor();
    return waitingFor.length === 0
      ? new Reply({ status: 'ready' })
      : new Reply({ status: 'not-ready', waiting_for: waitingFor }, { status: 503 });
  }
}
