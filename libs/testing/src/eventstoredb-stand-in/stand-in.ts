import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer, type Server as NetServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GossipService } from '@eventstore/db-client/generated/gossip_grpc_pb';
import { ClusterInfo, EndPoint, MemberInfo } from '@eventstore/db-client/generated/gossip_pb';
import { ServerFeaturesService } from '@eventstore/db-client/generated/serverfeatures_grpc_pb';
import {
  SupportedMethod,
  SupportedMethods,
} from '@eventstore/db-client/generated/serverfeatures_pb';
import { UUID } from '@eventstore/db-client/generated/shared_pb';
import { StreamsService } from '@eventstore/db-client/generated/streams_grpc_pb';
import {
  DeleteReq,
  DeleteResp,
  TombstoneReq,
  TombstoneResp,
} from '@eventstore/db-client/generated/streams_pb';
import {
  type sendUnaryData,
  Server,
  ServerCredentials,
  type ServerUnaryCall,
  type ServiceDefinition,
  type UntypedServiceImplementation,
} from '@grpc/grpc-js';
import { AppendCalls } from './append-calls';
import { carryOut } from './calls';
import { EventLog } from './event-log';
import { Faults } from './faults';
import { ReadCalls } from './read-calls';
import { nothing, streamName } from './wire';

export interface StandInOptions {
  /** 0, by default, takes any free port. */
  readonly port?: number;
  /** Folder of its log; a temporary one, removed at the end, when absent. */
  readonly dataDir?: string;
  /** See {@link ReadCalls}; by default nobody is dropped. */
  readonly mostBehind?: number;
}

/**
 * Speaks EventStoreDB's protocol, on one node and without TLS: for tests only, where no server can
 * be installed. It answers what the adapter asks, and goes wrong when a test says so.
 */
export class EventStoreDbStandIn {
  private readonly sockets = new Set<Socket>();

  private constructor(
    readonly port: number,
    readonly faults: Faults,
    private readonly net: NetServer,
    private readonly grpc: Server,
    private readonly log: EventLog,
    private readonly reads: ReadCalls,
    private readonly cleanUp: () => void,
  ) {}

  static async start(options: StandInOptions = {}): Promise<EventStoreDbStandIn> {
    const directory = options.dataDir ?? mkdtempSync(join(tmpdir(), 'continuo-stand-in-'));
    mkdirSync(directory, { recursive: true });
    const log = new EventLog(join(directory, 'log.db'), options.dataDir !== undefined);
    const faults = new Faults();
    const cut = () => standIn.cutConnections();
    const reads = new ReadCalls(log, faults, cut, options.mostBehind ?? Infinity);
    const grpc = new Server({ 'grpc.max_receive_message_length': 17 * 1024 * 1024 });
    const injector = grpc.createConnectionInjector(ServerCredentials.createInsecure());
    const net = createServer({ noDelay: true }, (socket) => {
      standIn.sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => standIn.sockets.delete(socket));
      injector.injectConnection(socket);
    });
    net.listen(options.port ?? 0, '127.0.0.1');
    await once(net, 'listening');
    const { port } = net.address() as AddressInfo;
    const cleanUp = () => options.dataDir ?? rmSync(directory, { recursive: true });
    const standIn: EventStoreDbStandIn = new EventStoreDbStandIn(
      port,
      faults,
      net,
      grpc,
      log,
      reads,
      cleanUp, // prettier-ignore
    );
    standIn.serve(new AppendCalls(log, faults, cut));
    return standIn;
  }

  get url(): string {
    return `esdb://127.0.0.1:${this.port}?tls=false`;
  }

  /** How many follow $all now. */
  get subscriberCount(): number {
    return this.reads.subscriberCount;
  }

  /** How many were dropped for being slow. */
  get droppedCount(): number {
    return this.reads.droppedCount;
  }

  /** How many events were sent to those who follow. */
  get sentCount(): number {
    return this.reads.sentCount;
  }

  cutConnections(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  dropSubscribers(): void {
    this.reads.dropSubscribers();
  }

  async stop(): Promise<void> {
    this.faults.stopped = true;
    this.net.close();
    this.grpc.forceShutdown();
    this.cutConnections();
    this.log.close();
    this.cleanUp();
  }

  private serve(appends: AppendCalls): void {
    const { log, reads, faults } = this;
    this.add(StreamsService, {
      append: appends.append.bind(appends),
      batchAppend: appends.batchAppend.bind(appends),
      read: reads.read.bind(reads),
      delete(call: ServerUnaryCall<DeleteReq, DeleteResp>, answer: sendUnaryData<DeleteResp>) {
        log.softDelete(streamName(call.request.getOptions()?.getStreamIdentifier()));
        answer(null, new DeleteResp().setNoPosition(nothing()));
      },
      tombstone(
        call: ServerUnaryCall<TombstoneReq, TombstoneResp>,
        answer: sendUnaryData<TombstoneResp>,
      ) {
        log.tombstone(streamName(call.request.getOptions()?.getStreamIdentifier()));
        answer(null, new TombstoneResp().setNoPosition(nothing()));
      },
    });
    this.add(ServerFeaturesService, {
      getSupportedMethods: (_call: unknown, answer: sendUnaryData<SupportedMethods>) =>
        void carryOut(
          'features',
          faults,
          { fail: answer, cut: () => this.cutConnections() },
          supportedMethods,
          (methods) => answer(null, methods),
        ),
    });
    this.add(GossipService, {
      read: (_call: unknown, answer: sendUnaryData<ClusterInfo>) =>
        answer(null, oneNode(this.port)),
    });
  }

  private add(service: unknown, implementation: UntypedServiceImplementation): void {
    this.grpc.addService(service as ServiceDefinition, implementation);
  }
}

function supportedMethods(): SupportedMethods {
  const methods = ['append', 'batchappend', 'read', 'delete', 'tombstone'].map((name) =>
    new SupportedMethod().setServiceName('event_store.client.streams.streams').setMethodName(name),
  );
  return new SupportedMethods()
    .setEventStoreServerVersion('0.0.0-stand-in')
    .setMethodsList(methods);
}

function oneNode(port: number): ClusterInfo {
  const leader = new MemberInfo()
    .setInstanceId(new UUID().setString('00000000-0000-4000-8000-000000000000'))
    .setTimeStamp('0')
    .setState(MemberInfo.VNodeState.LEADER)
    .setIsAlive(true)
    .setHttpEndPoint(new EndPoint().setAddress('127.0.0.1').setPort(port));
  return new ClusterInfo().setMembersList([leader]);
}
