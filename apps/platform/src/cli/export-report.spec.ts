import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '@continuo/service/config';
import { type RunningProcess, startProcess } from '@continuo/service/process';
import { SystemClock } from '@continuo/service/system/system-clock';
import { SUBSCRIPTIONS } from '../../../subscriptions/src/subscriptions.module';
import { exportReportCommand, REPORTS } from './export-report';

describe('continuo export report', () => {
  let folder: string;
  let running: RunningProcess;
  const before = { ...process.env };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'continuo-export-'));
    running = await startProcess({
      name: 'subscriptions',
      config: readConfig({ CONTINUO_DATA_DIR: folder, PORT: '0', CONTINUO_LOG_LEVEL: 'silent' }),
      clock: new SystemClock(),
      services: [SUBSCRIPTIONS],
      definitionsModule: join(__dirname, '../../../subscriptions/src/definitions'),
      onFatal: (reason) => {
        throw reason;
      },
    });
    process.env['CONTINUO_URL'] = await running.listen();
    const { secret } = await running.ports.accessKeys.create({ role: 'finance', name: 'spec' });
    process.env['CONTINUO_API_KEY'] = secret;
  }, 60_000);
  afterAll(async () => {
    process.env = before;
    await running.stop();
    await rm(folder, { recursive: true });
  });

  const run = (...args: string[]) =>
    exportReportCommand()
      .exitOverride()
      .configureOutput({ writeErr: () => undefined })
      .parseAsync(args, { from: 'user' });

  it('writes the CSV of the server to a file', async () => {
    const out = join(folder, 'retention.csv');
    await run('retention', '--query', 'by=campaign', '--query', 'by=month', '--out', out);
    expect(await readFile(out, 'utf8')).toMatch(/^campaign_id,start_month,programs,cycle,.*\r\n$/);
  });

  it('writes JSON', async () => {
    const out = join(folder, 'saves.json');
    await run('saves', '--format', 'json', '--query', 'days=30', '--out', out);
    expect(JSON.parse(await readFile(out, 'utf8'))).toMatchObject({ days: 30, items: [] });
  });

  it('knows every report that the server has', async () => {
    const answer = await fetch(new URL('/openapi.json', process.env['CONTINUO_URL']));
    const { paths } = (await answer.json()) as { paths: object };
    const served = Object.keys(paths).filter((path) => path.startsWith('/v1/reports/'));
    expect(served.sort()).toEqual(REPORTS.map((name) => `/v1/reports/${name}`).sort());
    for (const name of REPORTS) {
      const out = join(folder, `${name}.csv`);
      await run(name, '--out', out);
      expect(await readFile(out, 'utf8')).toMatch(/^[a-z_,]+,position\r\n/);
    }
  });

  it('names the parameter that was refused', async () => {
    await expect(run('retention', '--query', 'from=2026-13')).rejects.toThrow(
      '--query from: Send a month such as 2026-11.',
    );
    await expect(run('retention', '--query', 'colour=red')).rejects.toThrow('--query colour:');
  });

  it('says that a file cannot be written', async () => {
    const out = join(folder, 'nowhere', 'saves.csv');
    await expect(run('saves', '--out', out)).rejects.toThrow('--out cannot be written (ENOENT');
  });

  it.each([
    [['turnover'], 'Allowed choices are retention'],
    [['retention', '--format', 'xml'], 'Allowed choices are csv, json'],
    [['retention', '--query', 'campaign'], 'It is a name and a value'],
    [['retention', '--query', 'format=xml'], 'Say the format with --format'],
  ])('refuses %j', async (args, message) => {
    await expect(run(...args)).rejects.toThrow(message);
  });
});
