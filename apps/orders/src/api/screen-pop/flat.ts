/** Nested JSON as flat keys and strings, `offers.0.name`: for IVRs and simple front ends. */
export function flatten(value: unknown, prefix = ''): Record<string, string> {
  if (value === null || value === undefined) return prefix === '' ? {} : { [prefix]: '' };
  if (typeof value !== 'object') return { [prefix]: String(value) };
  const at = prefix === '' ? '' : `${prefix}.`;
  const flat: Record<string, string> = Array.isArray(value)
    ? { [`${at}count`]: String(value.length) }
    : {};
  for (const [key, entry] of Object.entries(value))
    Object.assign(flat, flatten(entry, `${at}${key}`));
  return flat;
}

/** One `key=value` per line; a value never breaks its line. */
export function asLines(flat: Readonly<Record<string, string>>): string {
  const lines = Object.entries(flat).map(
    ([key, value]) => `${key}=${value.replace(/[\r\n]+/g, ' ')}`,
  );
  return `${lines.join('\n')}\n`;
}
