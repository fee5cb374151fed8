import type { OpenAPIObject } from '@nestjs/swagger';

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;
type Schema = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>[string];

const POSITION = { schema: { type: 'integer' as const }, example: 4711 };
const OF_A_CHANGE = {
  'Continuo-Position': {
    ...POSITION,
    description: 'A position of the record that includes this change: see Continuo-Min-Position.',
  },
};
const OF_A_LIST = {
  'Continuo-Position': { ...POSITION, description: 'The position that this answer reflects.' },
  'Continuo-Lag': {
    ...POSITION,
    example: 0,
    description: 'How many positions that is behind what the service knows of the record.',
  },
};
const MIN_POSITION = {
  name: 'Continuo-Min-Position',
  in: 'header' as const,
  required: false,
  description:
    'The Continuo-Position of an earlier answer: this one reflects it, or is refused with 503 `read-model-behind`. It waits for that as long as `Prefer: wait=10` says (in seconds, at most 30), 5 seconds otherwise.',
  schema: { type: 'integer' as const },
};

/** Changes say a position that includes them; lists and reports take one, and say what they reflect. */
export function documentPositions(
  document: OpenAPIObject,
  operation: Operation,
  changes: boolean,
): void {
  for (const [status, response] of Object.entries(operation.responses)) {
    if (!status.startsWith('2') || response === undefined || '$ref' in response) continue;
    if (changes) response.headers = { ...response.headers, ...OF_A_CHANGE };
    else if (
      pages(operation) ||
      reflects(document, response.content?.['application/json']?.schema)
    ) {
      response.headers = { ...response.headers, ...OF_A_LIST };
      operation.parameters = [...(operation.parameters ?? []), MIN_POSITION];
      operation.responses['503'] = {
        description: 'It does not reflect that position yet: data says by how much',
        content: {
          'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
        },
      };
    }
  }
}

/** A page of a list; the feed of events, which has types, goes by its cursor alone. */
function pages({ parameters = [] }: Operation): boolean {
  const names = parameters.map((parameter) => 'name' in parameter && parameter.name);
  return names.includes('cursor') && !names.includes('types');
}

/** Whether an answer has a `position` beside what it lists. */
function reflects(document: OpenAPIObject, schema: Schema | undefined): boolean {
  if (schema === undefined) return false;
  if ('$ref' in schema) {
    const name = schema.$ref.split('/').at(-1) ?? '';
    return reflects(document, document.components?.schemas?.[name]);
  }
  if (schema.properties && 'position' in schema.properties) return true;
  return (schema.allOf ?? []).some((part) => reflects(document, part));
}
