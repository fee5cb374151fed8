import { createServer, connect, type Server, type Socket } from 'node:net';

/** A way to a server that can fall silent: nothing is refused and nothing is closed, but nothing arrives. */
export class CutOff {
  private readonly sockets = new Set<Socket>();
  private silent = false;

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async before(target: string): Promise<CutOff> {
    const { hostname, port } = new URL(target);
    const server = createServer((near) => {
      const far = connect(Number(port), hostname);
      for (const [from, to] of [
        [near, far],
        [far, near],
      ] as const) {
        cutOff.sockets.add(from);
        from.on('data', (chunk) => cutOff.silent || to.write(chunk));
        from.on('error', () => to.destroy());
        from.on('close', () => cutOff.silent || to.destroy());
      }
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const url = new URL(target);
    url.port = String((server.address() as { port: number }).port);
    const cutOff: CutOff = new CutOff(server, url.href);
    return cutOff;
  }

  fallSilent(): void {
    this.silent = true;
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((closed) => this.server.close(closed));
  }
}
