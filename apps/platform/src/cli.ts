import 'reflect-metadata';
import { Command, CommanderError } from 'commander';
import { UnavailableError } from '@continuo/kernel/unavailable-error';
import { EventStoreUrlError } from '@continuo/event-store/eventstoredb/connection-string';
import { PostgresStartError } from '@continuo/postgres/postgres';
import { KeyEncryptionKeyError } from '@continuo/personal-data/system/key-encryption-key';
import { diskFull } from '@continuo/service/disk-full';
import { ConfigError } from '@continuo/service/config-error';
import { DataDirectoryInUseError } from '@continuo/sqlite/data-lock';
import { CommandFailure } from './cli/failure';
import { packageVersion } from './cli/package-version';

/** What the caller can put right: said without a stack. */
const CALLED_WRONGLY = [
  ConfigError,
  EventStoreUrlError,
  DataDirectoryInUseError,
  KeyEncryptionKeyError,
];
const FAILED = [PostgresStartError, UnavailableError];

/** Only the command that is called is loaded: the others would take seconds. */
const COMMANDS: readonly {
  readonly name: string;
  readonly description: string;
  readonly load: () => Promise<Command>;
}[] = [
  {
    name: 'start',
    description: 'start all five services in one process',
    load: async () => (await import('./cli/start')).startCommand(),
  },
  {
    name: 'demo',
    description: 'walk an order, its program, money, goods and commission through a running server',
    load: async () => (await import('./cli/demo')).demoCommand(),
  },
  {
    name: 'import',
    description: 'take over what was sold before',
    load: async () => (await import('./cli/import')).importCommand(),
  },
  {
    name: 'verify',
    description:
      'check that what is kept holds together: the record, the money, the goods, the commissions',
    load: async () => (await import('./cli/verify')).verifyCommand(),
  },
  {
    name: 'reconcile',
    description: 'match the ledger with what the processor has settled; changes nothing',
    load: async () => (await import('./cli/reconcile')).reconcileCommand(),
  },
  {
    name: 'projections',
    description: 'list and rebuild read models',
    load: async () => (await import('./cli/projections')).projectionsCommand(),
  },
  {
    name: 'export',
    description: 'write what is kept in a form that other tools read',
    load: async () => (await import('./cli/export')).exportCommand(),
  },
  {
    name: 'audit',
    description: 'check what was exported',
    load: async () => (await import('./cli/audit')).auditCommand(),
  },
  {
    name: 'replay',
    description: 'live programs again from the record, as it was or under another rule',
    load: async () => (await import('./cli/replay')).replayCommand(),
  },
  {
    name: 'migrate',
    description: 'copy the record and all keys from a data directory to EventStoreDB, or back',
    load: async () => (await import('./cli/migrate')).migrateCommand(),
  },
  {
    name: 'keys',
    description: 'issue, revoke and list API keys',
    load: async () => (await import('./cli/keys')).keysCommand(),
  },
  {
    name: 'clock',
    description: 'show the clock of the running server, or move its test clock forward',
    load: async () => (await import('./cli/clock')).clockCommand(),
  },
  {
    name: 'topics',
    description: 'the topics on Kafka',
    load: async () => (await import('./cli/topics')).topicsCommand(),
  },
];

const EXIT_CODES = `
Exit codes: 0 done; 1 it failed, or a check found something; 2 called wrongly.
The data directory is CONTINUO_DATA_DIR (default ./.continuo). Every command has --help.`;

async function program(words: readonly string[]): Promise<Command> {
  const continuo = new Command('continuo')
    .description('Orders and continuity programs for sellers who take orders by telephone')
    .version(packageVersion(), '-V, --version', 'which version this is')
    .addHelpText('after', EXIT_CODES)
    .showHelpAfterError('(--help shows how it is called)')
    .exitOverride();
  for (const { name, description, load } of COMMANDS) {
    const command = words.includes(name) ? await load() : new Command(name);
    inherit(command.description(description));
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
    const continuo = await program(process.argv.slice(2));
    await continuo.parseAsync(process.argv);
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
