import fc from 'fast-check';
import { v5 } from 'uuid';
import { deriveId, deriveUuid, uuidV5 } from './ids';

const DNS = '6ba7b810-9dad-11d1-80b4-00c04fd430c8';

describe('ids that follow from their parts', () => {
  it('agrees with the example of RFC 9562, appendix A.4', () => {
    expect(uuidV5(DNS, 'www.example.com')).toBe('2ed6657d-e927-568b-95e1-2665a8aea6a2');
  });

  it('agrees with another implementation for any name and namespace', () => {
    fc.assert(
      fc.property(fc.uuid(), fc.string({ unit: 'binary', maxLength: 2_000 }), (namespace, name) => {
        const known = v5(new TextEncoder().encode(name), namespace);
        expect(uuidV5(namespace, name)).toBe(known);
      }),
    );
  });

  it('tells parts apart by where one ends', () => {
    expect(deriveUuid('a', 'bc')).not.toBe(deriveUuid('ab', 'c'));
    expect(deriveUuid('order', 1)).toBe(deriveUuid('order', 1));
  });

  it('puts the kind of the resource first', () => {
    expect(deriveId('ord', 'key-1')).toMatch(/^ord_[0-9a-f]{32}$/);
    expect(deriveId('ord', 'key-1')).not.toBe(deriveId('cus', 'key-1').replace('cus', 'ord'));
  });
});
