import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SqliteAccessKeys } from './sqlite-access-keys';

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'continuo-keys-'));
  path = join(folder, 'access.db');
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('access keys in SQLite', () => {
  it('finds a live key and nothing else', () => {
    using keys = opened();
    const { keyId, secret } = keys.create({
      role: 'agent',
      name: 'Nora',
      agentId: 'agt_nora',
      callCentreId: 'cc_north',
    });
    expect(secret).toMatch(/^ck_agent_[\w-]{32}$/);
    expect(keys.find(secret)).toMatchObject({
      keyId,
      role: 'agent',
      agentId: 'agt_nora',
      callCentreId: 'cc_north',
    });
    expect(keys.find(`${secret}x`)).toBeUndefined();
  });

  it('keeps no secret in the file', () => {
    const keys = opened();
    const { secret } = keys.create({
      role: 'admin',
      name: 'root',
      secret: 'a-chosen-secret-of-some-length',
    });
    expect(keys.find(secret)?.role).toBe('admin');
    keys.close();
    expect(readFileSync(path).includes(secret)).toBe(false);
  });

  it('sees at once what another process revokes and creates', () => {
    using ours = opened();
    using theirs = opened();
    const { keyId, secret } = ours.create({ role: 'finance', name: 'Fin' });
    expect(ours.find(secret)).toBeDefined();
    expect(theirs.find(secret)).toBeDefined();
    expect(theirs.revoke(keyId)).toBe(true);
    expect(ours.find(secret)).toBeUndefined();
    expect(theirs.find(secret)).toBeUndefined();
    expect(theirs.revoke(keyId)).toBe(false);
    expect(ours.list()).toMatchObject([{ keyId, revokedAt: expect.any(String) as string }]);
    const later = theirs.create({ role: 'finance', name: 'Fin 2' });
    expect(ours.find(later.secret)).toBeDefined();
  });

  it('makes a chosen secret one key, however often it is set', () => {
    using keys = opened();
    const chosen = {
      role: 'admin',
      name: 'root',
      secret: 'a-chosen-secret-of-some-length',
    } as const;
    const first = keys.create(chosen);
    expect(keys.create(chosen)).toEqual(first);
    expect(() => keys.create({ ...chosen, role: 'agent' })).toThrow('another role');
    keys.revoke(first.keyId);
    expect(() => keys.create(chosen)).toThrow('revoked');
    expect(() => keys.create({ ...chosen, secret: 'short' })).toThrow('16');
  });
});

function opened(): SqliteAccessKeys & Disposable {
  const keys = SqliteAccessKeys.open(path);
  return Object.assign(keys, { [Symbol.dispose]: () => keys.close() });
}
