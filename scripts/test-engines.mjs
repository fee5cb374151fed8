/**
 * `npm run test:engines`: every suite that needs a real engine, against a Kafka, a PostgreSQL and a
 * stripe-mock that it starts itself, EventStoreDB or its stand-in, and Stripe where STRIPE_SECRET_KEY is set. What cannot run here is reported as skipped.
 * `-- adapters`: those of the ports alone; `-- deployments`: those of whole deployments alone.
 */
import { join } from 'node:path';
import { ensure } from './ensure.mjs';
import { runNode } from './run.mjs';
import { root } from './swc-options.mjs';

// `npm test` runs the suites of EventStoreDB against the stand-in; here they meet the server, if there is one.
const RECORD = process.env.EVENTSTORE_URL ? '/eventstoredb/|' : '';
const SUITES = {
  adapters: `${RECORD}/kafka/|/postgres/|stripe/stripe-(mock|live)|test/e2e/(read-stores|topics)`,
  deployments: 'test/engines/',
};

await ensure();
process.env.CONTINUO_TEST_ENGINES = 'on';
const args = process.argv.slice(2);
const named = args.filter((arg) => arg in SUITES);
const others = args.filter((arg) => !(arg in SUITES));
const isAll = args.every((arg) => arg.startsWith('-'));
// One after the other: each has engines of its own, and they want the machine for themselves.
runNode(join(root, 'node_modules/jest/bin/jest.js'), [
  '--runInBand',
  '--testTimeout=120000',
  ...(isAll ? Object.keys(SUITES) : named).map((name) => SUITES[name]),
  ...others,
]);
