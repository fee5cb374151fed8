import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { type Mishap, notLeader, notReady, type Rpc, timedOut, unavailable } from './faults';
import type { EventStoreDbStandIn } from './stand-in';

/** What is asked of a stand-in that is a process of its own. */
export interface FaultOrder {
  /** What goes wrong; `not-leader` says that the leader is where the stand-in is. */
  readonly mishap: (typeof MISHAPS)[number];
  readonly rpc: Rpc;
  /** How many calls it strikes; 1 by default. */
  readonly times?: number;
  /** Of a delay. */
  readonly ms?: number;
  /** The calls have their effect before they go wrong. */
  readonly afterEffect?: boolean;
}

const RPCS = ['features', 'append', 'read', 'subscribe'] as const satisfies readonly Rpc[];
const MISHAPS = [
  'cut',
  'silence',
  'delay',
  'twice',
  'not-leader',
  'unavailable',
  'not-ready',
  'timed-out',
] as const;
const MOST_TIMES = 100_000;
const MOST_MS = 60_000;

/**
 * Injects faults into a stand-in from outside its process, over HTTP on loopback, without a key: for
 * tests only. `POST /faults` takes a {@link FaultOrder}, `DELETE /faults` withdraws what has not struck,
 * `GET /faults` tells how many have not, `POST /cuts` cuts all connections and `POST /drops` drops all
 * who follow.
 */
export class StandInControl {
  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async start(standIn: EventStoreDbStandIn, port = 0): Promise<StandInControl> {
    // A caller that was busy for a while does not meet a connection that is just being closed.
    const server = createServer(
      { keepAliveTimeout: 0 },
      (request, response) => void answer(standIn, request, response),
    );
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return new StandInControl(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  }

  stop(): void {
    this.server.close();
    this.server.closeAllConnections();
  }
}

async function answer(
  standIn: EventStoreDbStandIn,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const say = (status: number, body: object) =>
    void response.writeHead(status, { 'content-type': 'application/json' }).end(toJson(body));
  try {
    switch (`${request.method} ${request.url}`) {
      case 'POST /faults':
        inject(standIn, JSON.parse(await text(request)) as Partial<FaultOrder>);
        break;
      case 'DELETE /faults':
        standIn.faults.withdraw();
        break;
      case 'GET /faults':
        break;
      case 'POST /cuts':
        standIn.cutConnections();
        break;
      case 'POST /drops':
        standIn.dropSubscribers();
        break;
      default:
        return say(404, { error: 'there are /faults, /cuts and /drops' });
    }
    say(200, Object.fromEntries(RPCS.map((rpc) => [rpc, standIn.faults.left(rpc)])));
  } catch (error) {
    say(400, { error: (error as Error).message });
  }
}

const toJson = (body: object) => `${JSON.stringify(body)}\n`;

function inject({ faults, port }: EventStoreDbStandIn, order: Partial<FaultOrder>): void {
  const { times = 1, ms = 0 } = order;
  const rpc = oneOf('rpc', order.rpc, RPCS);
  const mishap = mishapOf(oneOf('mishap', order.mishap, MISHAPS), whole('ms', ms, MOST_MS), port);
  const put = order.afterEffect === true ? 'after' : 'before';
  faults[put](rpc, mishap, whole('times', times, MOST_TIMES));
}

function mishapOf(kind: FaultOrder['mishap'], ms: number, port: number): Mishap {
  switch (kind) {
    case 'delay':
      return { kind, ms };
    case 'not-leader':
      return notLeader('127.0.0.1', port);
    case 'unavailable':
      return unavailable;
    case 'not-ready':
      return notReady;
    case 'timed-out':
      return timedOut;
    default:
      return { kind };
  }
}

function oneOf<T extends string>(field: string, given: string | undefined, all: readonly T[]): T {
  const found = all.find((one) => one === given);
  if (found === undefined) throw new Error(`${field} is ${given}: it is one of ${all.join(', ')}`);
  return found;
}

function whole(field: string, given: number, most: number): number {
  if (Number.isInteger(given) && given >= 0 && given <= most) return given;
  throw new Error(`${field} is ${given}: it is a whole number from 0 to ${most}`);
}
