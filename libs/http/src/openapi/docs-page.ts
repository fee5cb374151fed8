import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { ApiDocuments } from './documents';

/** /docs: Swagger UI from its npm package, nothing from elsewhere. */
export function installDocsPage(app: NestFastifyApplication): void {
  const documents = app.get(ApiDocuments);
  SwaggerModule.setup('docs', app, () => JSON.parse(documents.openApi()) as OpenAPIObject, {
    raw: false,
    customSiteTitle: 'Continuo API',
    swaggerOptions: { persistAuthorization: false, validatorUrl: null },
  });
}
