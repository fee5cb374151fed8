import { parseArgs } from 'node:util';
import { EventStoreDbStandIn } from './stand-in';

/** The stand-in as a process of its own: prints its address, ends on SIGTERM or SIGINT. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { port: { type: 'string', default: '0' }, data: { type: 'string' } },
  });
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new Error(`--port ${values.port} cannot be used: it takes a number from 0 to 65535`);
  }
  const standIn = await EventStoreDbStandIn.start({ port, dataDir: values.data });
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => void standIn.stop());
  }
  console.log(standIn.url);
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
