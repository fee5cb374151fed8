import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { AggregateRegistry } from '@continuo/event-store/aggregate';
import { CommandRunner } from '@continuo/event-store/command-runner';
import { SqliteEventStore } from '@continuo/event-store/sqlite/sqlite-event-store';
import { SqliteAccessKeys } from '@continuo/http/sqlite/sqlite-access-keys';
import type { Clock } from '@continuo/kernel/clock';
import { InProcessLeases } from '@continuo/messaging/in-process/in-process-leases';
import { InProcessMessaging } from '@continuo/messaging/in-process/in-process-messaging';
import { LocalPersonalData } from '@continuo/personal-data/local/local-personal-data';
import { SqliteReadStore } from '@continuo/read-store/sqlite/sqlite-read-store';
import { acquireDataLock } from '@continuo/sqlite/data-lock';
import type { Config } from './config';
import type { Ports } from './ports';
import type { Service } from './service';
import { WorkInFlight } from './work-in-flight';

export interface EmbeddedOptions {
  readonly config: Config;
  readonly clock: Clock;
  readonly services: readonly Service[];
  /** Absolute path, without extension, of a module that exports `projections` and `aggregates` of these services. */
  readonly definitionsModule: string;
  /** The disk failed: nothing is written any more, the process has to end. */
  readonly onStopped: (reason: Error) => void;
  /** Something failed that goes on by itself. */
  readonly onError: (what: string, error: unknown) => void;
}

/** Opens all ports on one data directory. Throws `DataDirectoryInUseError` when another process has it. */
export async function openEmbedded(options: EmbeddedOptions): Promise<Ports> {
  const { config, clock, services, onStopped, onError } = options;
  const { dataDir } = config;
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const lock = acquireDataLock(dataDir);
  const opened: (() => void | Promise<void>)[] = [() => lock.release()];
  const close = async (): Promise<void> => {
    for (const part of opened.splice(0).reverse()) await part();
  };
  try {
    const recordFile = join(dataDir, 'record.db');
    const store = await SqliteEventStore.open({ file: recordFile, now: clock.now(), onStopped });
    opened.push(() => store.close());
    const personalData = await LocalPersonalData.open({
      dataDir,
      clock,
      keyEncryptionKey: config.keyEncryptionKey,
      onStopped,
    });
    opened.push(() => personalData.close());
    const accessKeys = SqliteAccessKeys.open(join(dataDir, 'access.db'));
    opened.push(() => accessKeys.close());
    const readStore = await SqliteReadStore.open({
      recordFile,
      readFile: join(dataDir, 'read.db'),
      definitionsModule: options.definitionsModule,
      onStopped: (failure, projection) =>
        onError(`read model ${projection ?? 'thread'} has stopped`, failure),
      onTrouble: (message) => onError('read models cannot be written now', message),
    });
    opened.push(() => readStore.close());
    const following = store.subscribe({
      after: await store.head(),
      onPage: (_events, upTo) => readStore.headMoved(upTo),
      onError: (error) => onError('following the record for the read models', error),
    });
    opened.push(() => following.stop());
    const messaging = new InProcessMessaging({
      store,
      publishers: services.map((service) => service.publisher),
      aggregates: new AggregateRegistry(services.flatMap((service) => service.aggregates)),
      clock,
      file: join(dataDir, 'messaging.db'),
      onParked: (parked) =>
        onError(`message ${parked.message.id} parked in ${parked.group}`, parked.reason),
      onError: (error) => onError('messaging', error),
    });
    opened.push(() => messaging.stop());
    const work = new WorkInFlight();
    opened.push(() => work.idle());
    return {
      store,
      runner: new CommandRunner(store),
      messaging,
      readStore,
      personalData,
      accessKeys,
      leases: new InProcessLeases(),
      clock,
      work,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
