import 'reflect-metadata';
import { ConfigError } from '@continuo/service/config-error';
import { DataDirectoryInUseError } from '@continuo/sqlite/data-lock';
import { startPlatform } from './start-platform';

startPlatform(process.env).catch((error: unknown) => {
  const expected = error instanceof ConfigError || error instanceof DataDirectoryInUseError;
  process.stderr.write(
    `continuo: ${expected ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  process.exit(expected ? 2 : 1);
});
