import { Metadata, status, type StatusObject } from '@grpc/grpc-js';

/** What a test can disturb. */
export type Rpc = 'features' | 'append' | 'read' | 'subscribe';

export type Mishap =
  /** All connections are cut, without a word. */
  | { readonly kind: 'cut' }
  /** No answer ever comes; the connection stays. */
  | { readonly kind: 'silence' }
  | { readonly kind: 'delay'; readonly ms: number }
  /** The answer comes twice, where the protocol lets it: in a batch of appends. */
  | { readonly kind: 'twice' }
  | { readonly kind: 'status'; readonly status: Partial<StatusObject> };

export interface Fault {
  readonly mishap: Mishap;
  /** The call has had its effect before it goes wrong. */
  readonly afterEffect: boolean;
}

/** Faults that wait for the next calls; each strikes as often as it was asked to. */
export class Faults {
  /** The server has stopped: what was delayed has no effect any more. */
  stopped = false;
  private readonly waiting = new Map<Rpc, Fault[]>();

  /** The next calls of this kind go wrong before they have any effect. */
  before(rpc: Rpc, mishap: Mishap, times = 1): void {
    this.add(rpc, { mishap, afterEffect: false }, times);
  }

  /** The next calls of this kind go wrong once they have had their effect. */
  after(rpc: Rpc, mishap: Mishap, times = 1): void {
    this.add(rpc, { mishap, afterEffect: true }, times);
  }

  take(rpc: Rpc): Fault | undefined {
    return this.waiting.get(rpc)?.shift();
  }

  /** How many have not struck yet. */
  left(rpc: Rpc): number {
    return this.waiting.get(rpc)?.length ?? 0;
  }

  /** Those that have not struck never do. */
  withdraw(): void {
    this.waiting.clear();
  }

  private add(rpc: Rpc, fault: Fault, times: number): void {
    const faults = this.waiting.get(rpc) ?? [];
    for (let n = 0; n < times; n += 1) faults.push(fault);
    this.waiting.set(rpc, faults);
  }
}

const refusal = (
  code: status,
  details: string,
  trailers: Readonly<Record<string, string>> = {},
): Partial<StatusObject> => {
  const metadata = new Metadata();
  for (const [name, value] of Object.entries(trailers)) metadata.set(name, value);
  return { code, details, metadata };
};

/** Refusals as the real server words them. */
export const notLeader = (host: string, port: number): Mishap => ({
  kind: 'status',
  status: refusal(status.NOT_FOUND, 'Leader info available', {
    exception: 'not-leader',
    'leader-endpoint-host': host,
    'leader-endpoint-port': String(port),
  }),
});

export const unavailable: Mishap = {
  kind: 'status',
  status: refusal(status.UNAVAILABLE, 'Server Is Too Busy'),
};

export const notReady: Mishap = {
  kind: 'status',
  status: refusal(status.UNKNOWN, 'Server Is Not Ready'),
};

export const timedOut: Mishap = {
  kind: 'status',
  status: refusal(status.ABORTED, 'Operation timed out: the write was not committed in time'),
};

export const accessDenied: Mishap = {
  kind: 'status',
  status: refusal(status.PERMISSION_DENIED, 'Access Denied', { exception: 'access-denied' }),
};

export const streamDeleted = (stream: string): Partial<StatusObject> =>
  refusal(status.FAILED_PRECONDITION, `Event stream '${stream}' is deleted.`, {
    exception: 'stream-deleted',
    'stream-name': stream,
  });

export const slowSubscriber = refusal(
  status.ABORTED,
  'Operation timed out: the consumer reads too slowly',
);
