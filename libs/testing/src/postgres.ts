import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Postgres } from '@continuo/postgres/postgres';
import { enginesNotWanted } from './engines-wanted';

const SCRIPT = resolve(__dirname, '../../../scripts/postgres.mjs');

function script<Answer>(...args: readonly string[]): Answer {
  const { stdout, stderr, status } = spawnSync(process.execPath, [SCRIPT, ...args, '--json'], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as Answer;
}

/** A real server: that of `POSTGRES_URL`, or a private one in a folder of its own. */
export class SpecPostgres {
  url = '';
  private dir = '';
  private schemas = 0;

  start(): void {
    if (process.env['POSTGRES_URL']) this.url = process.env['POSTGRES_URL'];
    else {
      this.dir ||= mkdtempSync(join(tmpdir(), 'continuo-postgres-'));
      this.url = script<{ url: string }>('start', '--dir', this.dir).url;
    }
  }

  /** Stops it; `start` brings it back on the same port. `immediate` is the power cut. */
  stop(mode: 'fast' | 'immediate' = 'fast'): void {
    if (this.dir) script('stop', '--dir', this.dir, '--mode', mode);
  }

  /** An empty place, or again the one of this name. */
  async open(schema = this.newSchema()): Promise<Postgres> {
    const postgres = await Postgres.open({ url: this.url, schema });
    await postgres.ensureSchema();
    return postgres;
  }

  newSchema(): string {
    return `spec_${process.pid}_${(this.schemas += 1)}`;
  }

  async remove(): Promise<void> {
    if (this.dir) {
      script('stop', '--dir', this.dir, '--mode', 'immediate', '--remove');
      rmSync(this.dir, { recursive: true, force: true });
      return;
    }
    const postgres = await this.open(this.newSchema());
    for (; this.schemas > 0; this.schemas -= 1)
      await postgres.execute(`DROP SCHEMA IF EXISTS spec_${process.pid}_${this.schemas} CASCADE`);
    await postgres.close();
  }
}

/** Why specs cannot have a server here; undefined when they can. */
export function whyNoPostgres({ mustBeOurs = false } = {}): string | undefined {
  if (process.env['POSTGRES_URL'])
    return mustBeOurs ? 'the server of POSTGRES_URL is not ours to stop' : undefined;
  const { available } = script<{ available: { ok: boolean; reason?: string } }>('status');
  return available.ok ? undefined : available.reason;
}

/** Specs on a real PostgreSQL; reported as skipped, with the reason, where there is none. */
export function describeWithPostgres(
  name: string,
  specs: (server: SpecPostgres) => void,
  { mustBeOurs = false } = {},
): void {
  const reason = enginesNotWanted() ?? whyNoPostgres({ mustBeOurs });
  const server = new SpecPostgres();
  if (reason !== undefined)
    return describe.skip(`${name} (skipped: ${reason})`, () => specs(server));
  describe(name, () => {
    beforeAll(() => server.start());
    afterAll(() => server.remove());
    specs(server);
  });
}
