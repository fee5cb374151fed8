import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { Public } from './decorators';
import { Metrics } from './metrics';
import { Reply } from './reply';

@ApiTags('operations')
@Controller('metrics')
export class MetricsController {
  constructor(private readonly metrics: Metrics) {}

  @Get()
  @Public()
  @ApiOperation({ summary: 'Prometheus metrics of this process' })
  @ApiProduces('text/plain')
  async read(): Promise<Reply<string>> {
    const { registry } = this.metrics;
    return new Reply(await registry.metrics(), { contentType: registry.contentType });
  }
}
