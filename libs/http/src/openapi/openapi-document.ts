import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { documentPositions } from './document-positions';
import { PROBLEM_SCHEMA } from './problem-schema';

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;

const METHODS = ['get', 'put', 'post', 'delete', 'patch'] as const;
/** What each status of refusal means, whatever the route. */
const MEANINGS: Readonly<Record<string, string>> = {
  '400': 'The request is not of the declared shape; errors name each field',
  '401': 'No valid access key',
  '403': 'This key may not do this',
  '404': 'There is no such thing, or not for this key',
  '409': 'Not allowed in its present state, or the same request is being carried out',
  '412': 'It has changed since: the ETag is stale',
  '422':
    'A value breaks a rule, the Idempotency-Key was used for another request, or card data was sent',
  '428': 'If-Match is required',
};

/** This API as OpenAPI 3.1, from the decorators alone. */
export function openApiDocument(app: INestApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Continuo')
    .setDescription('Orders and continuity programs for sellers who take orders by telephone.')
    .setVersion('1')
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addServer('/')
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'An access key: ck_...' })
    .build();
  const document = SwaggerModule.createDocument(app, config, {
    operationIdFactory: (controller, method) =>
      `${controller.replace(/Controller$/, '')}_${method}`,
  });
  document.components = {
    ...document.components,
    schemas: { ...document.components?.schemas, Problem: PROBLEM_SCHEMA },
  };
  for (const path of Object.values(document.paths)) {
    for (const method of METHODS) {
      const operation = path[method];
      if (!operation) continue;
      documentPositions(document, operation, method !== 'get');
      documentRefusals(operation, method !== 'get');
    }
  }
  return document;
}

function documentRefusals(operation: Operation, changes: boolean): void {
  const takes = new Set(
    (operation.parameters ?? []).map((parameter) => 'name' in parameter && parameter.name),
  );
  const needsKey = operation.security !== undefined;
  const statuses = ['400', '422'];
  if (needsKey) statuses.push('401', '403', '404');
  if (needsKey && changes) statuses.push('409');
  if (takes.has('If-Match')) statuses.push('412', '428');
  for (const status of statuses)
    operation.responses[status] ??= refusal(MEANINGS[status] ?? 'Refused');
  operation.responses['default'] ??= refusal('Refused, or something went wrong');
}

function refusal(description: string) {
  return {
    description,
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  };
}
