import type { OpenAPIObject } from '@nestjs/swagger';

type Schema = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>[string];

export const PROBLEM_SCHEMA: Schema = {
  type: 'object',
  description: 'RFC 9457 problem details',
  required: ['type', 'title', 'status', 'code', 'detail', 'correlation_id'],
  properties: {
    type: { type: 'string', format: 'uri' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string', description: 'stable, for programs' },
    detail: { type: 'string', description: 'what is wrong and what to do' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['pointer', 'detail'],
        properties: {
          pointer: { type: 'string', description: 'RFC 6901 pointer into the body or the query' },
          detail: { type: 'string', description: 'what to send' },
        },
      },
    },
    correlation_id: { type: 'string', description: 'names this request in the logs' },
    data: {
      type: 'object',
      additionalProperties: true,
      description: 'what the caller needs to go on',
    },
  },
};
