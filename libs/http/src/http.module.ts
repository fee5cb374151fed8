import { Global, Module } from '@nestjs/common';
import { HealthController } from './health.controller';
import { Metrics } from './metrics';
import { MetricsController } from './metrics.controller';
import { ApiDocuments } from './openapi/documents';
import { DocumentsController } from './openapi/documents.controller';
import { ReadinessRegistry } from './readiness';

/** Health, metrics and documents; every part of the process may register on them. */
@Global()
@Module({
  controllers: [HealthController, MetricsController, DocumentsController],
  providers: [ReadinessRegistry, Metrics, ApiDocuments],
  exports: [ReadinessRegistry, Metrics, ApiDocuments],
})
export class HttpModule {}
