import type { AccessKeys } from '@continuo/http/access-keys';

/**
 * Makes the first key of a deployment. Answers it to be shown once, when chance has made it; undefined
 * when there are keys already, and for the operator's own: who has chosen it knows it, and logs need not.
 */
export async function firstAdminKey(
  chosen: string | undefined,
  accessKeys: AccessKeys,
): Promise<string | undefined> {
  if (chosen === undefined && (await accessKeys.list()).length > 0) return undefined;
  if (chosen !== undefined && (await accessKeys.find(chosen))) return undefined;
  const key = { role: 'admin', name: 'first admin key', secret: chosen } as const;
  const { secret } = await accessKeys.create(key);
  return chosen === undefined ? secret : undefined;
}
