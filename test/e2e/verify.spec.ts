import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { SqliteEventStore } from '@continuo/event-store/sqlite/sqlite-event-store';
import { walkDemo } from '../../apps/platform/src/demo/walk';
import { verify, type VerifyReport } from '../../apps/platform/src/verify/verify';
import { payByCreditAndDeposit, shipOnCredit } from './credit-and-deposit';
import { payByLink } from './pay-by-link';
import { ServerProcess } from './server';
import { Spoilt } from './spoilt';
import { BREACHES } from './verify.breaches';

const CLI = resolve(__dirname, '../../dist/apps/platform/src/cli.js').replace(
  '/dist/dist/',
  '/dist/',
);

jest.setTimeout(240_000);

const folders: string[] = [];
const folder = (): string => {
  const made = mkdtempSync(join(tmpdir(), 'continuo-verify-'));
  folders.push(made);
  return made;
};
afterAll(() => folders.forEach((made) => rmSync(made, { recursive: true, force: true })));

const breachedIn = (report: VerifyReport): string[] =>
  report.checks.filter(({ breaches }) => breaches.length > 0).map(({ name }) => name);

async function cli(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  try {
    return { code: 0, ...(await promisify(execFile)(process.execPath, [CLI, ...args])) };
  } catch (error) {
    return error as { code: number; stdout: string; stderr: string };
  }
}

describe('continuo verify', () => {
  const walked = folder();
  let whole: VerifyReport;
  let prepaid: Awaited<ReturnType<typeof payByCreditAndDeposit>>;
  let shipped: Awaited<ReturnType<typeof shipOnCredit>>;

  beforeAll(async () => {
    const server = await ServerProcess.start();
    try {
      const { steps } = await walkDemo(
        server.client('verify'),
        () => undefined,
        async () => [],
      );
      expect(steps.filter(({ ok }) => !ok)).toEqual([]);
      await payByLink(server.client('link'));
      prepaid = await payByCreditAndDeposit(server.client('prepaid'));
      shipped = await shipOnCredit(server.client('shipped'), prepaid.credit.customer_id);
      await server.end('SIGINT');
      cpSync(server.dataDir, walked, { recursive: true });
    } finally {
      await server.remove();
    }
    whole = await verify(walked);
  });

  it('has credit and a deposit pay before the card, and come back', () => {
    const { placed, after, credit } = prepaid;
    expect(placed).toMatchObject({ credit_reserved_minor: 2000, deposit_held_minor: 1000 });
    expect(placed.authorised_minor).toBe(placed.ordered_minor - 3000);
    expect(after).toMatchObject({ credit_reserved_minor: 0, deposit_held_minor: 0 });
    expect(credit.balances).toMatchObject([{ available_minor: 2000, applied_minor: 0 }]);
  });

  it('has goods paid by credit, deposit and card, and all of it given back', () => {
    expect(shipped.paid_by_credit_minor).toBe(2000);
    expect(shipped.refunded_minor).toBe(shipped.captured_minor);
    expect(shipped.attempts).toContainEqual(
      expect.objectContaining({ kind: 'charge', instalment: 0, amount_minor: 1000 }),
    );
  });

  it('holds after the walk, every check having looked at something', () => {
    expect(breachedIn(whole)).toEqual([]);
    const empty = whole.checks.filter(({ facts }) => facts === 0).map(({ name }) => name);
    // The walk sells nothing prepaid, nothing with a shipping date and no trial: prepaid.spec.ts, renewal-on-its-day.spec.ts and early-receipt.spec.ts do.
    expect(empty).toEqual([
      'prepaid-shipments-posted',
      'released-on-ship-date',
      'trials-begin-on-receipt',
    ]);
  });

  it('has a breach planted for each check', () => {
    const planted = new Set(BREACHES.flatMap(({ names }) => names));
    expect(whole.checks.map(({ name }) => name).filter((name) => !planted.has(name))).toEqual([]);
  });

  it.each(BREACHES)('names it when $what', async ({ plant, names }) => {
    const data = new Spoilt(walked);
    await plant(data);
    const report = await verify(data.dataDir);
    expect(breachedIn(report).sort()).toEqual([...names].sort());
    for (const { breaches } of report.checks) expect(breaches).not.toContain('');
    data.remove();
  });

  it('ends with exit code 1 and names the breach, also as JSON', async () => {
    const data = new Spoilt(walked);
    data.edit('gateway.db', "DELETE FROM entries WHERE kind = 'capture'");
    const { code, stdout, stderr } = await cli('verify', '--json', '--data-dir', data.dataDir);
    expect(code).toBe(1);
    expect(stderr).toContain('gateway-charges-known');
    expect(breachedIn(JSON.parse(stdout) as VerifyReport)).toEqual(['gateway-charges-known']);
    data.remove();
  });

  it('says of a fresh record that there was nothing to look at, not that it passed', async () => {
    const dataDir = folder();
    await (await SqliteEventStore.open({ file: join(dataDir, 'record.db') })).close();
    const report = await verify(dataDir);
    expect(report.checks.map(({ facts }) => facts)).toEqual(report.checks.map(() => 0));
    expect(breachedIn(report)).toEqual([]);
    const { code, stdout } = await cli('verify', '--data-dir', dataDir);
    expect(code).toBe(0);
    expect(stdout).not.toContain('holds');
    expect(stdout.match(/nothing to look at/g)).toHaveLength(report.checks.length);
  });

  it('cannot check where there is no record', async () => {
    expect((await cli('verify', '--data-dir', folder())).code).toBe(2);
  });
});
