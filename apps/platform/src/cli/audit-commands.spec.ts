import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { RecordedHistory } from '../audit/history.fixture';
import { RecordFile } from '../verify/data-directory';
import { auditCommand } from './audit';
import { exportCommand } from './export';
import { replayCommand } from './replay';

let history: RecordedHistory;
beforeAll(async () => {
  history = await RecordedHistory.open();
  await history.fill();
});
afterAll(() => history.close());

/** What a command prints, and how it fails. */
async function run(command: Command, ...args: string[]) {
  const printed: string[] = [];
  const write = jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed.push(String(text));
    return true;
  });
  for (const one of [command, ...command.commands])
    one.exitOverride().configureOutput({ writeErr: () => {} });
  try {
    await command.parseAsync(args, { from: 'user' });
    return { out: printed.join(''), failure: undefined };
  } catch (error) {
    return { out: printed.join(''), failure: error as Error & { exitCode: number } };
  } finally {
    write.mockRestore();
  }
}

const here = () => ['--data-dir', history.dataDir];
const exported = (file: string, ...args: string[]) =>
  run(exportCommand(), 'history', '--out', file, '--json', ...args, ...here());

describe('continuo export history and audit verify', () => {
  it('write a file that is whole, with the digest that proves it', async () => {
    const file = join(history.dataDir, 'ann.csv');
    const { out } = await exported(file, '--format', 'csv', '--agent', 'agt_ann');
    const { digest, events } = JSON.parse(out);
    expect(events).toBe(5);
    const whole = await run(auditCommand(), 'verify', file, '--digest', digest);
    expect(whole.failure).toBeUndefined();
    expect(whole.out).toContain(`digest ${digest}, compared`);
  });

  it('name what was changed, and fail', async () => {
    const file = join(history.dataDir, 'program.jsonl');
    await exported(file, '--subscription', 'sub_1');
    writeFileSync(file, readFileSync(file, 'utf8').replace('"quantity"', '"quantitY"'));
    const { out, failure } = await run(auditCommand(), 'verify', file);
    expect(out).toMatch(/^altered: line \d+ is not what was exported/);
    expect(failure).toMatchObject({ exitCode: 1, message: expect.stringContaining('1 altered') });
  });

  it('tell an export from another that is whole as well', async () => {
    const file = join(history.dataDir, 'other.jsonl');
    await exported(file);
    const { failure } = await run(auditCommand(), 'verify', file, '--digest', 'a'.repeat(64));
    expect(failure).toMatchObject({
      exitCode: 1,
      message: expect.stringContaining('not the export of that digest'),
    });
  });

  it('say what is wrong with how they were called', async () => {
    expect((await run(auditCommand(), 'verify', 'nowhere')).failure?.message).toBe(
      'There is no file nowhere.',
    );
    const short = await run(auditCommand(), 'verify', __filename, '--digest', 'abc');
    expect(short.failure?.message).toContain('64 hexadecimal digits');
    expect((await run(exportCommand(), 'history', '--format', 'xml')).failure?.message).toContain(
      'jsonl, csv',
    );
    const summary = await run(exportCommand(), 'history', '--json', ...here());
    expect(summary.failure).toMatchObject({ exitCode: 2 });
  });
});

describe('continuo replay', () => {
  const contentOf = () =>
    createHash('sha256')
      .update(readFileSync(join(history.dataDir, 'record.db')))
      .digest('hex');
  const headOf = async () => {
    const record = RecordFile.open(history.dataDir);
    const head = await record.head();
    record.close();
    return head;
  };

  it('shows a program event by event', async () => {
    const { out } = await run(replayCommand(), 'subscription', 'sub_1', ...here());
    expect(out).toContain('subscription.interval-changed.v1');
    expect(out).toContain('by agent agt_ann on call call_1');
    expect(out).toContain('interval: P1M -> P2M (cycle 2)');
    expect(out).toContain('now active; ahead: 2 on 2026-02-28');
    expect(out).not.toContain('sealed-address');
  });

  it('gives the state after each event as JSON', async () => {
    const { out } = await run(replayCommand(), 'subscription', 'sub_1', '--json', ...here());
    const { steps } = JSON.parse(out);
    expect(steps.map((step: { state: { quantity: number } }) => step.state.quantity)).toEqual([
      1, 1, 2, 2, 2, 2,
    ]);
    expect(steps[2].changed).toEqual([{ path: 'quantity', from: 1, to: 2 }]);
  });

  it.each([
    ['--interval', 'P1M'],
    ['--price-version', '1'],
    ['--missed-cycle-policy', 'ship-all'],
    ['--dunning', 'P1D,P3D'],
  ])('estimates %s %s and leaves the record as it is', async (...rule) => {
    const before = [await headOf(), contentOf()];
    const { out, failure } = await run(replayCommand(), 'what-if', ...rule, '--json', ...here());
    expect(failure).toBeUndefined();
    expect(JSON.parse(out)).toMatchObject({
      estimate: true,
      position: before[0],
      assumptions: expect.any(Array),
    });
    expect([await headOf(), contentOf()]).toEqual(before);
    const said = await run(replayCommand(), 'what-if', ...rule, ...here());
    expect(said.out).toMatch(/^ESTIMATE at position/);
  });

  it('says what is wrong with how it was called', async () => {
    const failed = async (...args: string[]) =>
      (await run(replayCommand(), ...args, ...here())).failure;
    expect((await failed('subscription', 'sub_9'))?.message).toContain('no program sub_9');
    expect((await failed('what-if'))?.exitCode).toBe(2);
    expect((await failed('what-if', '--interval', 'monthly'))?.message).toContain(
      'ISO 8601 duration',
    );
    expect((await failed('what-if', '--dunning', 'P3D,P1D'))?.message).toContain('in order');
    expect((await failed('what-if', '--interval', 'P1M', '--dunning', 'P1D'))?.message).toContain(
      'alone',
    );
  });
});
