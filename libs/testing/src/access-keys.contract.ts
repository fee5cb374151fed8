import type { AccessKeys } from '@continuo/http/access-keys';

/** One durable place; every `open` is another process at it. */
export interface AccessKeysHarness {
  open(): AccessKeys | Promise<AccessKeys>;
  /** Everything that is kept, to look for secrets in. */
  kept(): Promise<string>;
  dispose(): Promise<void>;
}

/** What all {@link AccessKeys} do. */
export function accessKeysContract(
  adapter: string,
  create: () => Promise<AccessKeysHarness>,
): void {
  describe(`${adapter} as access keys`, () => {
    let harness: AccessKeysHarness;
    let keys: AccessKeys;
    let elsewhere: AccessKeys;
    beforeEach(async () => {
      harness = await create();
      keys = await harness.open();
      elsewhere = await harness.open();
    });
    afterEach(async () => {
      await keys.close();
      await elsewhere.close();
      await harness.dispose();
    });

    it('finds a live key and nothing else', async () => {
      const nora = { agentId: 'agt_nora', callCentreId: 'cc_north' };
      const { keyId, secret } = await keys.create({ role: 'agent', name: 'Nora', ...nora });
      expect(secret).toMatch(/^ck_agent_[\w-]{32}$/);
      expect(await keys.find(secret)).toEqual({
        ...nora,
        keyId,
        role: 'agent',
        vendorId: undefined,
      });
      expect(await keys.find(`${secret}x`)).toBeUndefined();
    });

    it('keeps no secret', async () => {
      const secret = 'a-chosen-secret-of-some-length';
      await keys.create({ role: 'admin', name: 'root', secret });
      expect((await keys.find(secret))?.role).toBe('admin');
      const kept = await harness.kept();
      expect(kept).toContain('root');
      expect(kept).not.toContain(secret);
    });

    it('sees at once what another process revokes and creates', async () => {
      const { keyId, secret } = await keys.create({ role: 'finance', name: 'Fin' });
      expect(await keys.find(secret)).toBeDefined();
      expect(await elsewhere.find(secret)).toBeDefined();
      expect(await elsewhere.revoke(keyId)).toBe(true);
      expect(await keys.find(secret)).toBeUndefined();
      expect(await elsewhere.find(secret)).toBeUndefined();
      expect(await elsewhere.revoke(keyId)).toBe(false);
      const later = await elsewhere.create({ role: 'finance', name: 'Fin 2' });
      expect(await keys.find(later.secret)).toBeDefined();
      expect(await keys.list()).toMatchObject([
        { keyId, name: 'Fin', revokedAt: expect.any(String) as string },
        { keyId: later.keyId, name: 'Fin 2', revokedAt: null },
      ]);
    });

    it('makes a chosen secret one key, however often and wherever it is set', async () => {
      const secret = 'a-chosen-secret-of-some-length';
      const chosen = { role: 'admin', name: 'root', secret } as const;
      const attempt = async (key: Parameters<AccessKeys['create']>[0]) => keys.create(key);
      const [first, again] = await Promise.all([keys.create(chosen), elsewhere.create(chosen)]);
      expect(again).toEqual(first);
      await expect(attempt({ ...chosen, role: 'agent' })).rejects.toThrow('another role');
      await keys.revoke(first.keyId);
      await expect(attempt(chosen)).rejects.toThrow('revoked');
      await expect(attempt({ ...chosen, secret: 'short' })).rejects.toThrow('16');
    });
  });
}
