import { asyncApiDocument } from './asyncapi';
import { MESSAGE_TYPES } from './registry';

interface Document {
  readonly channels: Record<
    string,
    { address: string; messages: Record<string, { $ref: string }> }
  >;
  readonly operations: Record<
    string,
    { action: string; channel: { $ref: string }; messages: { $ref: string }[] }
  >;
  readonly components: { messages: Record<string, { payload: { type: string; $id?: string } }> };
}

const document = asyncApiDocument() as Document;

function resolve(ref: string): unknown {
  let at: unknown = document;
  for (const part of ref.slice(2).split('/')) at = (at as Record<string, unknown>)[part];
  return at;
}

describe('the AsyncAPI document', () => {
  it('has every message once, in the channel of its topic', () => {
    const listed = Object.entries(document.channels).flatMap(([topic, { messages }]) =>
      Object.keys(messages).map((type) => `${topic} ${type}`),
    );
    expect(listed.sort()).toEqual(
      [...MESSAGE_TYPES.values()].map(({ topic, type }) => `${topic} ${type}`).sort(),
    );
    expect(Object.keys(document.channels)).toHaveLength(5);
  });

  it('has no reference that leads nowhere', () => {
    const refs = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(
      ([, ref]) => ref ?? '',
    );
    expect(refs.length).toBeGreaterThan(MESSAGE_TYPES.size);
    for (const ref of refs) expect([ref, typeof resolve(ref)]).toEqual([ref, 'object']);
  });

  it('describes what a message holds', () => {
    for (const { payload } of Object.values(document.components.messages)) {
      expect(payload.type).toBe('object');
      expect(payload).not.toHaveProperty('$id');
    }
  });
});
