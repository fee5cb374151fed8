import type { Handler } from './messaging';

/** What each consumer group does, by message type. A type has one handler in a group. */
export function handlersByGroup(
  handlers: readonly Handler[],
): ReadonlyMap<string, ReadonlyMap<string, Handler['handle']>> {
  const groups = new Map<string, Map<string, Handler['handle']>>();
  for (const { group, type, handle } of handlers) {
    const byType = groups.get(group) ?? new Map<string, Handler['handle']>();
    if (byType.has(type)) throw new Error(`group ${group} has two handlers for ${type}`);
    groups.set(group, byType.set(type, handle));
  }
  return groups;
}
