import type { CommandRunner } from '@continuo/event-store/command-runner';
import type { EventStore } from '@continuo/event-store/event-store';
import type { AccessKeys } from '@continuo/http/access-keys';
import type { Clock } from '@continuo/kernel/clock';
import type { Leases } from '@continuo/messaging/leases';
import type { Messaging } from '@continuo/messaging/messaging';
import type { PersonalData } from '@continuo/personal-data/personal-data';
import type { ReadStore } from '@continuo/read-store/read-store';
import type { Tracing } from '@continuo/tracing/tracing';
import type { WorkInFlight } from './work-in-flight';

/** The opened ports of a process, each behind the adapter that the configuration picked. */
export interface Ports {
  readonly store: EventStore;
  readonly runner: CommandRunner;
  readonly messaging: Messaging;
  readonly readStore: ReadStore;
  readonly personalData: PersonalData;
  readonly accessKeys: AccessKeys;
  /** For work that one process does at a time. */
  readonly leases: Leases;
  readonly clock: Clock;
  readonly work: WorkInFlight;
  readonly tracing: Tracing;
  /** Closes all of them, the record last. */
  close(): Promise<void>;
}
