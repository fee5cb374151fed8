import 'reflect-metadata';
import { Command, CommanderError } from 'commander';
import { UnavailableError } from '@continuo/kernel/unavailable-error';
import { EventStoreUrlError } from '@continuo/event-store/eventstoredb/connection-string';
import { PostgresStartError } from '@continuo/postgres/postgres';
import { KeyEncryptionKeyError } from '@continuo/personal-data/system/key-encryption-key';
import { diskFull } from '@continuo/service/disk-full';
import { ConfigError } from '@continuo/service/config-error';
import { DataDirectoryInUseError } from '@continuo/sqlite/data-lock';
import { auditCommand } from './cli/audit';
import { clockCommand } from './cli/clock';
import { demoCommand } from './cli/demo';
import { exportCommand } from './cli/export';
import { CommandFailure } from './cli/failure';
import { importCommand } from './cli/import';
import { keysCommand } from './cli/keys';
import { migrateCommand } from './cli/migrate';
import { projectionsCommand } from './cli/projections';
import { replayCommand } from './cli/replay';
import { reconcileCommand } from './cli/reconcile';
import { startCommand } from './cli/start';
import { topicsCommand } from './cli/topics';
import { packageVersion } from './cli/package-version';
import { verifyCommand } from './cli/verify';

/** What the caller can put right: said without a stack. */
const CALLED_WRONGLY = [
  ConfigError,
  EventStoreUrlError,
  DataDirectoryInUseError,
  KeyEncryptionKeyError,
];
const FAILED = [PostgresStartError, UnavailableError];

const EXIT_CODES = `
Exit codes: 0 done; 1 it failed, or a check found something; 2 called wrongly.
The data directory is CONTINUO_DATA_DIR (default ./.continuo). Every command has --help.`;

function program(): Command {
  const continuo = new Command('continuo')
    .description('Orders and continuity programs for sellers who take orders by telephone')
    .version(packageVersion(), '-V, --version', 'which version this is')
    .addHelpText('after', EXIT_CODES)
    .showHelpAfterError('(--help shows how it is called)')
    .exitOverride();
  for (const command of [
    startCommand(),
    demoCommand(),
    importCommand(),
    verifyCommand(),
    reconcileCommand(),
    projectionsCommand(),
    exportCommand(),
    auditCommand(),
    replayCommand(),
    migrateCommand(),
    keysCommand(),
    clockCommand(),
    topicsCommand(),
  ]) {
    inherit(command);
    continuo.addCommand(command);
  }
  return continuo;
}

/** Subcommands, too, throw instead of ending the process, so that the exit codes are ours. */
function inherit(command: Command): void {
  command.exitOverride().showHelpAfterError('(--help shows how it is called)');
  command.commands.forEach(inherit);
}

async function main(): Promise<number> {
  try {
    await program().parseAsync(process.argv);
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (error instanceof CommandFailure) {
      process.stderr.write(`continuo: ${error.message}\n`);
      return error.exitCode;
    }
    if (CALLED_WRONGLY.some((kind) => error instanceof kind)) {
      process.stderr.write(`continuo: ${(error as Error).message}\n`);
      return 2;
    }
    if (FAILED.some((kind) => error instanceof kind)) {
      process.stderr.write(`continuo: ${(error as Error).message}\n`);
      return 1;
    }
    const full = diskFull(error);
    if (full !== undefined) {
      process.stderr.write(`continuo: ${full}\n`);
      return 1;
    }
    process.stderr.write(
      `continuo: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    );
    return 1;
  }
}

// Whoever reads has read enough (`continuo export | head`): nothing is wrong.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

void main().then((code) => {
  process.exitCode = code;
});
