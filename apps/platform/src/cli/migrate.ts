import { readConfig } from '@continuo/service/config';
import { SystemClock } from '@continuo/service/system/system-clock';
import { Presets, SingleBar } from 'cli-progress';
import { Command, Option } from 'commander';
import { CommandFailure } from './failure';
import { dataDirOption, jsonOption, print, printJson } from './options';
import type { MigrationReport } from '../migrate/migrate';

interface Options {
  readonly to: 'eventstoredb' | 'sqlite';
  readonly dataDir: string;
  readonly json?: true;
}

/** What is not taken along, and what becomes of it. */
const LEFT_BEHIND = {
  eventstoredb: [
    'read models, snapshots: built anew by the first start',
    'how far each consumer is, parked and given-up messages: the topics are filled from the beginning, and what had its effect has none again',
    "the simulated gateway's books: copy gateway.db into the data directory of payments before the first start",
    'the key-encryption key: set CONTINUO_KEY_ENCRYPTION_KEY of every process to what the data directory used',
    'the test clock: copy test-clock.json to where CONTINUO_TEST_CLOCK_FILE says',
  ],
  sqlite: [
    'read models, snapshots: built anew by the first start',
    'how far each consumer is, parked and given-up messages: everything is delivered from the beginning, and what had its effect has none again',
    "the simulated gateway's books: copy gateway.db of payments into the data directory before the first start",
    'the test clock: copy the file of CONTINUO_TEST_CLOCK_FILE to test-clock.json in the data directory',
  ],
};

/** `continuo migrate --to ENGINE`: the record from a data directory to EventStoreDB, or back. */
export function migrateCommand(): Command {
  return new Command('migrate')
    .addOption(
      new Option('--to <engine>', 'where the record goes')
        .choices(['eventstoredb', 'sqlite'])
        .makeOptionMandatory(),
    )
    .addOption(dataDirOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      `
EVENTSTORE_URL and POSTGRES_URL name the servers, CONTINUO_KEY_ENCRYPTION_KEY the key that both sides share.
Stop the server of the data directory, the edge and the services meanwhile. The source stays as it is.
What was cut off goes on at the next run. A target that holds something else is refused.`,
    )
    .action(async (options: Options) => {
      const report = await run(options);
      const leftBehind = LEFT_BEHIND[options.to];
      if (options.json) return printJson({ ...report, leftBehind });
      for (const line of summary(report)) print(line);
      print('Not taken along:');
      for (const line of leftBehind) print(`  ${line}`);
    });
}

async function run({ to, dataDir }: Options): Promise<MigrationReport> {
  const { engines, keyEncryptionKey } = readConfig({
    ...process.env,
    CONTINUO_DATA_DIR: dataDir,
    CONTINUO_EVENT_STORE: 'eventstoredb',
    CONTINUO_READ_STORE: 'postgres',
    CONTINUO_KEYS: 'postgres',
    CONTINUO_MESSAGING: 'in-process',
  });
  const { eventStore, postgresUrl } = engines;
  if (eventStore.kind !== 'eventstoredb' || postgresUrl === undefined)
    throw new Error('EVENTSTORE_URL and POSTGRES_URL were not read');
  const { migrate } = await import('../migrate/migrate');
  const { MigrationRefusedError } = await import('../migrate/kept-record');
  const bar = progressBar();
  try {
    return await migrate({
      to,
      dataDir,
      eventStoreUrl: eventStore.url,
      postgresUrl,
      keyEncryptionKey,
      clock: new SystemClock(),
      onProgress: bar.show,
    });
  } catch (error) {
    if (error instanceof MigrationRefusedError) throw new CommandFailure(error.message);
    throw error;
  } finally {
    bar.stop();
  }
}

/** On standard error, where `--json` does not put it. */
function progressBar() {
  const format = '{bar} {percentage}% | {value}/{total} positions | {eta_formatted}';
  const bar = new SingleBar({ format, stream: process.stderr }, Presets.shades_classic);
  return {
    show(done: number, total: number): void {
      if (!bar.isActive) bar.start(total, 0);
      bar.setTotal(total);
      bar.update(done);
    },
    stop: () => bar.stop(),
  };
}

function summary(report: MigrationReport): string[] {
  return [
    `${report.from} -> ${report.into}`,
    `events ${report.events} in ${report.streams} streams: written ${report.written}, already there ${report.alreadyThere}`,
    `answers ${report.replies}, customers' keys ${report.customerKeys}, erased customers ${report.erasedCustomers}, access keys ${report.accessKeys} taken along`,
    'both sides have the same events, in the same order, with the same hash at the end of every stream',
  ];
}
