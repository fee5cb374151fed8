import { EventStoreUrlError } from '@continuo/event-store/eventstoredb/connection-string';
import { UnavailableError } from '@continuo/kernel/unavailable-error';
import { MissingTopicsError } from '@continuo/messaging/kafka/topics';
import { PostgresStartError } from '@continuo/postgres/postgres';
import { KeyEncryptionKeyError } from '@continuo/personal-data/system/key-encryption-key';
import { diskFull } from '@continuo/service/disk-full';
import { ConfigError } from '@continuo/service/config-error';
import { DataDirectoryInUseError } from '@continuo/sqlite/data-lock';

const FORESEEN = [
  ConfigError,
  DataDirectoryInUseError,
  EventStoreUrlError,
  KeyEncryptionKeyError,
  MissingTopicsError,
  PostgresStartError,
  UnavailableError,
];

/** A process that could not start says why and ends: 2 for what the operator can change, 1 for the rest. */
export function endOnError(name: string): (error: unknown) => never {
  return (error) => {
    const expected = FORESEEN.some((kind) => error instanceof kind);
    const full = diskFull(error);
    if (full !== undefined) {
      process.stderr.write(`${name}: ${full}\n`);
      process.exit(1);
    }
    process.stderr.write(
      `${name}: ${expected ? (error as Error).message : error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    );
    process.exit(expected ? 2 : 1);
  };
}
