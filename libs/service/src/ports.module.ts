import { CommandRunner } from '@continuo/event-store/command-runner';
import { EVENT_STORE } from '@continuo/event-store/event-store';
import { CLOCK } from '@continuo/kernel/clock';
import { MESSAGING } from '@continuo/messaging/messaging';
import { PERSONAL_DATA } from '@continuo/personal-data/personal-data';
import { READ_STORE } from '@continuo/read-store/read-store';
import { TRACING } from '@continuo/tracing/tracing';
import { type DynamicModule, Module, type Provider } from '@nestjs/common';
import { CONFIG, type Config } from './config';
import { PaymentTokens } from './payment-tokens';
import type { Ports } from './ports';
import { WorkInFlight } from './work-in-flight';

/** Gives every module of a process the opened ports, by their tokens. */
@Module({})
export class PortsModule {
  static with(config: Config, ports: Ports): DynamicModule {
    const providers: Provider[] = [
      { provide: CONFIG, useValue: config },
      { provide: EVENT_STORE, useValue: ports.store },
      { provide: CommandRunner, useValue: ports.runner },
      { provide: CLOCK, useValue: ports.clock },
      { provide: MESSAGING, useValue: ports.messaging },
      { provide: READ_STORE, useValue: ports.readStore },
      { provide: PERSONAL_DATA, useValue: ports.personalData },
      { provide: WorkInFlight, useValue: ports.work },
      { provide: TRACING, useValue: ports.tracing },
      PaymentTokens,
    ];
    return { module: PortsModule, global: true, providers, exports: providers };
  }
}
