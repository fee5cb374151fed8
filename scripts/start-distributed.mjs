/** `npm run start:distributed`: the five services as processes, on real engines of this machine. */
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { ensure } from './ensure.mjs';
import { root } from './swc-options.mjs';

await ensure();
const { Deployment } = createRequire(import.meta.url)(
  join(root, 'dist/libs/testing/src/deployment.js'),
);

const eventStoreUrl = process.env.EVENTSTORE_URL || undefined;
if (!eventStoreUrl) {
  console.log(
    'EVENTSTORE_URL is not set: a stand-in takes the place of EventStoreDB. It is for trying things out:\n' +
      'what it keeps is not durable the way EventStoreDB makes it.',
  );
}
let stopping = false;
const deployment = await Deployment.start({
  dir: resolve(process.env.CONTINUO_DATA_DIR ?? join(root, '.continuo-distributed')),
  port: Number(process.env.PORT ?? 3000),
  eventStoreUrl,
  env: { CONTINUO_TEST_CLOCK: process.env.CONTINUO_TEST_CLOCK ?? 'on' },
  say: (line) => console.log(line),
}).catch((error) => {
  console.error(`continuo: ${error.message}`);
  process.exit(1);
});
const printed = deployment.part('edge').printed.trim().split('\n').slice(-2);
for (const line of printed) console.log(line);
console.log(`Logs: ${deployment.dir}/*.log. Ctrl-C stops everything; the data is kept.`);

const stop = async () => {
  if (stopping) return;
  stopping = true;
  console.log('Stopping ...');
  await deployment.stop();
  process.exit(0);
};
process.on('SIGINT', stop);
process.on('SIGTERM', stop);
// As an orchestrator would: what has ended is started again.
setInterval(() => {
  for (const part of deployment.parts.values()) {
    if (part.running || stopping) continue;
    console.error(`${part.name} has ended and is started again: see ${part.logFile}`);
    part.start();
  }
}, 1_000);
