import type { AddressInfo } from 'node:net';
import { createHttpApp } from '@continuo/http/http-app';
import { ACCESS_KEYS } from '@continuo/http/access-keys';
import { Metrics } from '@continuo/http/metrics';
import { ReadinessRegistry } from '@continuo/http/readiness';
import { createLogger } from '@continuo/http/system/pino-logger';
import type { Clock } from '@continuo/kernel/clock';
import { ContinuoTransport } from '@continuo/messaging/transport/continuo-transport';
import { type DynamicModule, Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Gauge } from 'prom-client';
import { FeedController } from './api/feed.controller';
import { ParkedMessagesController } from './api/parked-messages.controller';
import { TestClockController } from './api/test-clock.controller';
import type { Config } from './config';
import { openPorts } from './open-ports';
import type { Ports } from './ports';
import { PortsModule } from './ports.module';
import { Scheduler } from './scheduler';
import type { Service } from './service';
import { type Colleagues, TimeTravel } from './time-travel';

@Module({})
class ProcessModule {}

export interface ProcessOptions {
  /** Names it in its traces: of the service, or of what holds several. */
  readonly name: string;
  readonly config: Config;
  readonly clock: Clock;
  readonly services: readonly Service[];
  /** `false`: their messages can be read here, but others carry them to the topics. */
  readonly relays?: boolean;
  readonly definitionsModule: string;
  readonly colleagues?: Colleagues;
  /** The record cannot be written any more: the process should end itself. */
  readonly onFatal: (reason: Error) => void;
}

/** A running process with one or more services. */
export interface RunningProcess {
  readonly app: NestFastifyApplication;
  readonly ports: Ports;
  /** Accepts requests; answers the address. */
  listen(): Promise<string>;
  /** Ends wakes, requests, messages and calls under way in that order, then closes what is kept. */
  stop(): Promise<void>;
}

/** Opens the ports, wires the services to them and starts delivery and scheduler; not yet listening. */
export async function startProcess(options: ProcessOptions): Promise<RunningProcess> {
  const { config, services } = options;
  const logger = createLogger(config.logLevel);
  const onError = (what: string, error: unknown): void => logger.error({ err: error }, what);
  const ports = await openPorts({
    ...options,
    onStopped: options.onFatal,
    onError,
    kafkaLog: (level, message, details) => logger[level](details, message),
  });
  try {
    const aggregates = services.flatMap((service) => service.aggregates);
    const travel = new TimeTravel(ports, aggregates, options.colleagues);
    const app = await createHttpApp(rootModule(config, ports, services, travel), {
      logger,
      bodyLimitBytes: config.bodyLimitBytes,
      tracing: ports.tracing,
    });
    app.connectMicroservice(
      { strategy: new ContinuoTransport(ports.messaging) },
      { inheritAppConfig: false },
    );
    const wakers = services.flatMap((service) =>
      service.wakers.map((waker) => app.get(waker, { strict: false })),
    );
    const onFailure = (stream: string, error: unknown) => onError(`waking ${stream}`, error);
    const scheduler = new Scheduler(ports, wakers, onFailure);
    travel.use(scheduler);
    let listening = false;
    const readiness = app.get(ReadinessRegistry);
    for (const service of services) readiness.register(service.name, () => listening);
    await app.startAllMicroservices();
    scheduler.start(ports.leases, services.map(({ name }) => name).join(' '));
    measure(app.get(Metrics), ports);

    return {
      app,
      ports,
      async listen() {
        await app.listen(config.port, config.host);
        listening = true;
        const { port } = app.getHttpServer().address() as AddressInfo;
        const host = config.host.includes(':') ? `[${config.host}]` : config.host;
        return `http://${host}:${port}`;
      },
      async stop() {
        listening = false;
        await scheduler.stop();
        await app.close();
        await ports.close();
      },
    };
  } catch (error) {
    await ports.close();
    throw error;
  }
}

function rootModule(
  config: Config,
  ports: Ports,
  services: readonly Service[],
  travel: TimeTravel,
): DynamicModule {
  return {
    module: ProcessModule,
    global: true,
    imports: [PortsModule.with(config, ports), ...services.map((service) => service.module)],
    controllers: [FeedController, ParkedMessagesController, TestClockController],
    providers: [
      { provide: TimeTravel, useValue: travel },
      { provide: ACCESS_KEYS, useValue: ports.accessKeys },
    ],
    exports: [ACCESS_KEYS],
  };
}

/** What an operator watches: how far consumers and read models are behind, what is parked. */
function measure({ registry }: Metrics, { messaging, readStore, store, work }: Ports): void {
  new Gauge({
    name: 'continuo_consumer_lag_positions',
    help: 'Log positions a consumer group is behind the head of the record',
    labelNames: ['group'],
    registers: [registry],
    async collect() {
      for (const [group, positions] of Object.entries(await messaging.lag()))
        this.set({ group }, positions);
    },
  });
  new Gauge({
    name: 'continuo_parked_messages',
    help: 'Messages that wait for a person, and those behind them',
    registers: [registry],
    async collect() {
      this.set((await messaging.parked()).length);
    },
  });
  new Gauge({
    name: 'continuo_read_model_lag_positions',
    help: 'Log positions a read model is behind the head of the record',
    labelNames: ['projection'],
    registers: [registry],
    async collect() {
      const head = await store.head();
      for (const status of await readStore.statuses())
        this.set({ projection: status.name }, Math.max(0, head - status.position));
    },
  });
  new Gauge({
    name: 'continuo_calls_in_flight',
    help: 'Calls to the outside that have not answered yet',
    registers: [registry],
    collect() {
      this.set(work.size);
    },
  });
}
