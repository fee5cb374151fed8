import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { RecordFile } from '../verify/data-directory';
import { exportHistory } from './export-history';
import type { HistoryFilter } from './history-filter';
import { HistoryFile } from './history-file';
import { RecordedHistory } from './history.fixture';
import type { Finding } from './line-order';
import { type HistoryFormat, LineSealer } from './sealed-lines';
import { verifyFile } from './verify-file';

let history: RecordedHistory;
beforeAll(async () => {
  history = await RecordedHistory.open();
  await history.fill();
});
afterAll(() => history.close());

async function exported(format: HistoryFormat, filter: HistoryFilter = {}) {
  const record = RecordFile.open(history.dataDir);
  const lines: string[] = [];
  const exportedAt = '2026-11-22T09:30:00.000Z';
  const summary = await exportHistory(record, { format, filter, exportedAt }, async (line) => {
    lines.push(line);
  });
  record.close();
  return { lines, summary };
}

async function check(content: string | Buffer | readonly string[]) {
  const file = join(history.dataDir, 'exported');
  const isLines = typeof content !== 'string' && !Buffer.isBuffer(content);
  writeFileSync(file, isLines ? content.map((line) => `${line}\n`).join('') : content);
  return verifyFile(file);
}

const problems = (findings: readonly Finding[]) =>
  findings.map(({ problem, n }) => `${problem} ${n ?? ''}`.trim());

const FORMATS: readonly HistoryFormat[] = ['jsonl', 'csv'];

describe.each(FORMATS)('an exported history (%s)', (format) => {
  it.each<[string, HistoryFilter, number]>([
    ['of all', {}, 11],
    ['of a customer, with orders and their payments', { customer: 'cus_1' }, 9],
    ['of a program', { subscription: 'sub_2' }, 2],
    ['of an agent', { agent: 'agt_ann' }, 5],
    ['of a call', { call: 'call_2' }, 6],
    ["of an agent on a customer's things", { customer: 'cus_1', agent: 'agt_ben' }, 4],
    ['of agents', { by: 'agent' }, 11],
    ['of customers who act for themselves', { by: 'customer' }, 0],
    ['of nobody known', { agent: 'agt_nobody' }, 0],
  ])('%s is whole', async (_, filter, events) => {
    const { lines, summary } = await exported(format, filter);
    expect(summary.events).toBe(events);
    expect(await check(lines)).toMatchObject({
      format,
      findings: [],
      events,
      streams: summary.streams,
      digest: summary.digest,
      header: { filter, position: summary.position },
    });
  });

  it('any byte that is changed is found and its line named', async () => {
    const { lines } = await exported(format);
    const whole = Buffer.from(lines.map((line) => `${line}\n`).join(''));
    await fc.assert(
      fc.asyncProperty(
        fc.nat(whole.length - 1),
        fc.integer({ min: 1, max: 255 }),
        async (at, by) => {
          const bytes = Buffer.from(whole);
          bytes[at] = (bytes[at]! + by) % 256;
          const { findings } = await check(bytes);
          const line = whole.subarray(0, at).filter((byte) => byte === 0x0a).length + 1;
          expect(findings.map(({ fileLine }) => fileLine)).toContain(line);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('any lines that are dropped are found and named', async () => {
    const { lines } = await exported(format);
    const head = format === 'csv' ? 1 : 0;
    await fc.assert(
      fc.asyncProperty(
        fc.nat(lines.length - 1),
        fc.integer({ min: 1, max: 4 }),
        async (at, count) => {
          const dropped = lines.map((_, index) => index).slice(at, at + count);
          const { findings } = await check(lines.filter((_, index) => !dropped.includes(index)));
          if (at + count >= lines.length) expect(problems(findings)).toContain('cut-off');
          else {
            const named = dropped.map((index) =>
              index < head ? 'dropped' : `dropped ${index + 1 - head}`,
            );
            expect(problems(findings)).toEqual(named);
          }
        },
      ),
    );
  });

  it('any line that is moved is found and named', async () => {
    const { lines } = await exported(format);
    const head = format === 'csv' ? 1 : 0;
    const place = fc.integer({ min: head, max: lines.length - 1 });
    await fc.assert(
      fc.asyncProperty(place, place, async (from, to) => {
        fc.pre(Math.abs(from - to) > 1);
        const moved = lines.filter((_, index) => index !== from);
        moved.splice(to, 0, lines[from]!);
        expect(problems((await check(moved)).findings)).toContain(`moved ${from + 1 - head}`);
      }),
    );
  });

  it('any line that is added is found and named', async () => {
    const { lines } = await exported(format);
    const foreign = (await exported(format, { agent: 'agt_ben' })).lines;
    const made = new LineSealer(format).seal(
      format === 'csv' ? '3,event,,' : '{"n":3,"kind":"event"',
    );
    const addable = [...lines, ...foreign, made, '', 'not a line of it'];
    await fc.assert(
      fc.asyncProperty(fc.nat(lines.length), fc.constantFrom(...addable), async (at, line) => {
        fc.pre(!(format === 'csv' && at === 0 && line === lines[0]));
        const { findings } = await check([...lines.slice(0, at), line, ...lines.slice(at)]);
        expect(findings.length).toBeGreaterThan(0);
        expect(findings.some(({ problem }) => problem === 'added' || problem === 'altered')).toBe(
          true,
        );
      }),
    );
  });

  it('a file without anything in it is no history', async () => {
    expect(problems((await check('')).findings)).toEqual(['cut-off']);
    expect((await check('\n')).findings.length).toBeGreaterThan(0);
  });

  it('two exports put together are found where they meet', async () => {
    const { lines } = await exported(format);
    const other = (await exported(format, { customer: 'cus_1' })).lines;
    const { findings } = await check([...lines.slice(0, 5), ...other.slice(5)]);
    expect(problems(findings)).toContain(`altered ${format === 'csv' ? 5 : 6}`);
  });

  it('made again by hand from other lines, only its digest tells', async () => {
    const file = new HistoryFile(format);
    const whole_streams = false;
    const header = {
      format: 'continuo-history',
      version: 1,
      exported_at: '',
      filter: {},
      position: 0,
    } as const;
    const forged = [...file.begin({ ...header, whole_streams }), file.end().line];
    const report = await check(forged);
    expect(report.findings).toEqual([]);
    expect(report.digest).not.toBe((await exported(format)).summary.digest);
  });
});

describe('events that were rewritten and chained again', () => {
  /** As somebody would who knows how the lines are chained. */
  async function forged(change: (line: Record<string, unknown>) => void, leaveOut?: number) {
    const sealer = new LineSealer('jsonl');
    const { lines } = await exported('jsonl', { subscription: 'sub_1' });
    return lines
      .filter((_, index) => index !== leaveOut)
      .map((text, index) => {
        const { after: _, chain: __, ...line } = JSON.parse(text) as Record<string, unknown>;
        if (line['kind'] === 'event') change(line);
        return sealer.seal(JSON.stringify({ ...line, n: index + 1 }).slice(0, -1));
      });
  }

  it('do not fit the hashes of the record', async () => {
    const lines = await forged((line) => {
      if (line['revision'] === 1)
        line['metadata'] = { ...(line['metadata'] as object), reason: 'other' };
    });
    const { findings } = await check(lines);
    expect(findings).toMatchObject([{ problem: 'not-as-recorded', fileLine: 3, n: 3 }]);
  });

  it('leave a gap where one was left out', async () => {
    const { findings } = await check(await forged(() => undefined, 3));
    expect(findings.map(({ text }) => text)).toEqual([
      expect.stringContaining('its stream goes from revision 1 to 3'),
      expect.stringContaining('says lines'),
      expect.stringContaining('says events'),
    ]);
  });
});

describe('a row of CSV', () => {
  it('is one line, and no formula for a spreadsheet', async () => {
    const { lines } = await exported('csv', { subscription: 'sub_2' });
    expect(lines).toHaveLength(5);
    expect(lines[2]).toContain(`"'=1+1, ""too much""\\nof it"`);
  });

  it('says field, from, to, who, on which call and when', async () => {
    const { lines } = await exported('csv', { agent: 'agt_ann' });
    const row = lines.find((line) => line.includes('interval-changed'));
    expect(row).toContain(
      ',interval-changed,interval,P1M,P2M,2,agent,agt_ann,cc_north,call_1,script-7,',
    );
  });
});
