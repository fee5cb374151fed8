/** A variable that cannot be used: says which, what it was, and what it may be. */
export class ConfigError extends Error {
  constructor(variable: string, value: string, allowed: string) {
    super(
      value === ''
        ? `${variable} is not set: ${allowed}.`
        : `${variable}=${value} cannot be used: ${allowed}.`,
    );
    this.name = 'ConfigError';
  }
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** An address as it may be shown. */
export function withoutPassword(address: string): string {
  return address.replace(/\/\/[^@/]*@/, '//***@');
}
