import { parseArgs } from 'node:util';
import { StandInControl } from './control';
import { EventStoreDbStandIn } from './stand-in';

/**
 * The stand-in as a process of its own: prints its address, ends on SIGTERM or SIGINT. With
 * `--control-port` a test can let it go wrong from outside.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '0' },
      data: { type: 'string' },
      'control-port': { type: 'string' },
    },
  });
  const { 'control-port': controlPort } = values;
  const port = portOf('--port', values.port);
  const standIn = await EventStoreDbStandIn.start({ port, dataDir: values.data });
  const control =
    controlPort === undefined
      ? undefined
      : await StandInControl.start(standIn, portOf('--control-port', controlPort));
  const stop = async () => {
    control?.stop();
    await standIn.stop();
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => void stop());
  }
  console.log(standIn.url);
}

function portOf(option: string, given: string): number {
  const port = Number(given);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new Error(`${option} ${given} cannot be used: it takes a number from 0 to 65535`);
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
