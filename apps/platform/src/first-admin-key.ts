import type { AccessKeys } from '@continuo/http/access-keys';

/**
 * The first key of a deployment, to be shown once; undefined when there are keys already.
 * `chosen`: the operator's own, which is created whenever it is not there yet.
 */
export async function firstAdminKey(
  chosen: string | undefined,
  accessKeys: AccessKeys,
): Promise<string | undefined> {
  if (chosen === undefined && (await accessKeys.list()).length > 0) return undefined;
  if (chosen !== undefined && (await accessKeys.find(chosen))) return undefined;
  const { secret } = await accessKeys.create({
    role: 'admin',
    name: 'first admin key',
    secret: chosen,
  });
  return secret;
}
