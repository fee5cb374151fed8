import { ConfigError } from '@continuo/service/config-error';
import { DataDirectoryInUseError } from '@continuo/sqlite/data-lock';

/** A process that could not start says why and ends: 2 for what the operator can change, 1 for the rest. */
export function endOnError(name: string): (error: unknown) => never {
  return (error) => {
    const expected = error instanceof ConfigError || error instanceof DataDirectoryInUseError;
    process.stderr.write(
      `${name}: ${expected ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    );
    process.exit(expected ? 2 : 1);
  };
}
