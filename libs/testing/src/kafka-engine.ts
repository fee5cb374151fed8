import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { enginesNotWanted } from './engines-wanted';

const SCRIPT = resolve(__dirname, '../../../scripts/kafka.mjs');

interface NodeAnswer {
  readonly running: boolean;
  readonly bootstrap?: string;
  readonly pid?: number;
  readonly unavailable?: string;
}

/** A real Kafka of one spec file's own. */
export class KafkaEngine {
  private readonly dir = mkdtempSync(join(tmpdir(), 'continuo-kafka-'));
  private pid = 0;
  /** `host:port`, the same after a restart. */
  broker = '';

  /** Why none can run here; undefined when one can. */
  static unavailable(): string | undefined {
    return run(['status', '--dir', join(tmpdir(), 'continuo-kafka-none')]).unavailable;
  }

  start(): void {
    const { pid, bootstrap } = run(['start', '--dir', this.dir]);
    this.pid = pid!;
    this.broker = bootstrap!;
  }

  /** Ends it without a word, as a power failure does. */
  kill(): void {
    process.kill(this.pid, 'SIGKILL');
  }

  /** Ends it, and removes what it kept. */
  remove(): void {
    run(['stop', '--dir', this.dir]);
    rmSync(this.dir, { recursive: true, force: true, maxRetries: 3 });
  }
}

function run(args: readonly string[]): NodeAnswer {
  const { status, stdout, stderr } = spawnSync(process.execPath, [SCRIPT, ...args, '--json'], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as NodeAnswer;
}

/** A suite that needs Kafka: reported as skipped, with the reason, where none can run. */
export function describeWithKafka(name: string, suite: () => void): void {
  const reason = enginesNotWanted() ?? KafkaEngine.unavailable();
  if (reason === undefined) return describe(name, suite);
  return describe.skip(`${name} (needs Kafka: ${reason})`, suite);
}
