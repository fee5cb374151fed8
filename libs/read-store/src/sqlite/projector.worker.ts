import { createRequire } from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';
import { AggregateRegistry } from '@continuo/event-store/aggregate';
import { RecordReader } from '@continuo/event-store/sqlite/record-reader';
import { ProjectionLoop } from './projection-loop';
import type {
  ProjectionDefinitions,
  ProjectorReport,
  ProjectorRequest,
  ProjectorStart,
} from './projector.protocol';
import { openReadDatabase } from './read-database';

const TRY_AGAIN_MS = 1_000;
/**
 * Between pages that are not full: a page of many events costs less than many pages. The rest grows with
 * the work, so that under load read models take a fifth of a core at most from those who wait for an answer.
 */
const SHORTEST_REST_MS = 40;
const LONGEST_REST_MS = 250;
const REST_PER_WORK = 4;

const port = parentPort;
if (!port) throw new Error('the projector runs in a worker thread');

const start = workerData as ProjectorStart;
const load = createRequire(__filename);
const { projections, aggregates } = load(start.definitionsModule) as ProjectionDefinitions;
const source = new RecordReader({ file: start.recordFile });
const db = openReadDatabase(start.readFile);
const loop = new ProjectionLoop({
  db,
  source,
  projections,
  aggregates: new AggregateRegistry(aggregates),
  onStopped: (projection, failure) =>
    report({ kind: 'stopped', projection, failure: failure.message }),
});

let closing = false;
let headMoved = true;
let wake = () => {};

port.on('message', (request: ProjectorRequest) => {
  if (request.kind === 'close') closing = true;
  headMoved = true;
  wake();
});
report({ kind: 'ready', projections: projections.map(({ name }) => name) });
void follow();

async function follow(): Promise<void> {
  while (!closing) {
    headMoved = false;
    const began = performance.now();
    const progress = await round();
    const rest = Math.min(REST_PER_WORK * (performance.now() - began), LONGEST_REST_MS);
    report({ kind: 'progress', positions: loop.positions() });
    if (progress === 'behind') await new Promise((resolve) => setImmediate(resolve));
    else if (progress === 'moved') await pause(Math.max(rest, SHORTEST_REST_MS));
    else if (!headMoved) await new Promise<void>((resolve) => (wake = resolve));
  }
  db.close();
  source.close();
  report({ kind: 'closed' });
  port?.close();
}

async function round(): Promise<'idle' | 'moved' | 'behind'> {
  try {
    return await loop.round();
  } catch (error) {
    report({ kind: 'trouble', message: (error as Error).message });
    await pause(TRY_AGAIN_MS);
    return 'behind';
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function report(message: ProjectorReport): void {
  port?.postMessage(message);
}
