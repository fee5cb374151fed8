import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import autocannon from 'autocannon';

/** `ours`: the edge of libs/http; `stock`: Nest's ValidationPipe; `bare`: Fastify and a JSON Schema. */
export type NoopVariant = 'ours' | 'stock' | 'bare';

/** What the body is declared by: an export of a built module. */
export interface Declared {
  /** Absolute path, without `.js`. */
  readonly module: string;
  readonly name: string;
}

export interface NoopServer {
  readonly url: string;
  /** Time its process has computed so far, in ms. */
  cpuMs(): Promise<number>;
  stop(): void;
}

/** Starts a server in a process of its own that validates bodies and does nothing with them. */
export async function noopServer(variant: NoopVariant, declared: Declared): Promise<NoopServer> {
  const child = fork(join(__dirname, 'noop-server.js'), [variant, declared.module, declared.name]);
  const { port } = await answer<{ port: number }>(child);
  return {
    url: `http://127.0.0.1:${port}/v1/noop`,
    async cpuMs() {
      const reply = answer<{ cpu: NodeJS.CpuUsage }>(child);
      child.send('cpu');
      const { cpu } = await reply;
      return (cpu.user + cpu.system) / 1_000;
    },
    stop: () => void child.kill(),
  };
}

async function answer<Message>(child: ChildProcess): Promise<Message> {
  const exited = once(child, 'exit').then(([code]) => {
    throw new Error(`the no-op server ended with ${code}`);
  });
  exited.catch(() => undefined);
  const [message] = (await Promise.race([once(child, 'message'), exited])) as [Message];
  return message;
}

/** Requests answered with 2xx per second, 16 connections. Throws when any was not. */
export async function requestsPerSecond(
  url: string,
  body: unknown,
  seconds: number,
): Promise<number> {
  const result = await autocannon({
    url,
    connections: 16,
    duration: seconds,
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (result.non2xx > 0 || result.errors > 0) {
    throw new Error(
      `${result.non2xx} answers of ${url} were not 2xx, ${result.errors} requests failed`,
    );
  }
  return result.requests.total / result.duration;
}
