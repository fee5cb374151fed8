export interface OpenApiDocument {
  readonly paths: Readonly<Record<string, object>>;
  readonly components?: { readonly schemas?: Readonly<Record<string, object>> };
}

/**
 * The OpenAPI documents of all services as one; names of schemas are unique across them. `own` comes
 * first and gives the rest: title, servers, security.
 */
export function mergeDocuments(
  own: OpenApiDocument,
  others: readonly OpenApiDocument[],
): OpenApiDocument {
  const all = [...others, own];
  return {
    ...own,
    paths: Object.assign({}, ...all.map(({ paths }) => paths)) as OpenApiDocument['paths'],
    components: {
      ...own.components,
      schemas: Object.assign(
        {},
        ...all.map(({ components }) => components?.schemas ?? {}),
      ) as Readonly<Record<string, object>>,
    },
  };
}
