import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '@continuo/sqlite/open-database';
import { Registry, collectDefaultMetrics } from 'prom-client';
import { projectFiles, root, textOf } from '../architecture/source-tree';
import { COMPOSE } from './compose';
import { declaredRoutes, isDeclared } from './routes';

const GUIDE = textOf('docs/operations.md');
const sources = projectFiles(/^(apps|libs)\/.*\.ts$/)
  .filter((file) => !/\.(spec|fixture)\.ts$|^libs\/testing\//.test(file))
  .map(textOf);
const inSource = (text: string) => sources.some((source) => source.includes(text));
const all = (pattern: RegExp, text = GUIDE) => [
  ...new Set([...text.matchAll(pattern)].map((match) => match[1] ?? '')),
];

describe('docs/operations.md', () => {
  it('names metrics that exist', () => {
    const registry = new Registry();
    collectDefaultMetrics({ register: registry });
    const usual = registry.getMetricsAsArray().map(({ name }) => name);
    const exists = (name: string) => usual.includes(name) || inSource(`'${name}'`);
    const named = all(/`((?:continuo|nodejs|process)_[a-z0-9_]+)/g);
    expect(named.length).toBeGreaterThan(5);
    expect(named.filter((name) => !exists(name))).toEqual([]);
    expect(exists('continuo_orders_total')).toBe(false);
  });

  it('names problem codes that exist', () => {
    const codes = all(/`[45]\d\d ([a-z][a-z_-]+)`/g);
    expect(codes).toContain('storage_full');
    expect(codes.filter((code) => !inSource(`'${code}'`))).toEqual([]);
  });

  it('quotes log lines as they are written', () => {
    const quoted = all(/\blog `([^`]+)`/g).flatMap((line) => line.split('…'));
    const fragments = quoted.map((fragment) => fragment.trim()).filter(Boolean);
    expect(fragments.length).toBeGreaterThan(8);
    expect(fragments.filter((fragment) => !inSource(fragment))).toEqual([]);
  });

  it('names routes that exist', () => {
    const declared = declaredRoutes();
    const written = all(/\b((?:GET|POST) \/[\w/{}.-]+)/g);
    const called = all(/\$CONTINUO_URL(\/[\w/-]+)"/g).map((path) =>
      path.replace(/\b[A-Z]+\b/g, '{id}'),
    );
    expect(written.length + called.length).toBeGreaterThan(8);
    expect(written.filter((route) => !isDeclared(route, declared))).toEqual([]);
    const anyVerb = (path: string) =>
      isDeclared(`GET ${path}`, declared) || isDeclared(`POST ${path}`, declared);
    expect(called.filter((path) => !anyVerb(path))).toEqual([]);
    expect(isDeclared('POST /v1/payments/{id}/rechecks', declared)).toBe(false);
  });

  it('names commands, services and variables that exist', () => {
    const words = (name: string) => `new Command('${name}')`;
    const commands = all(/`continuo ([a-z]+(?: (?:orders|events|list|rebuild|create))?)\b/g);
    expect(commands).toEqual(expect.arrayContaining(['verify', 'projections rebuild']));
    const unknown = commands.filter(
      (command) => !command.split(' ').every((word) => inSource(words(word))),
    );
    expect(unknown).toEqual([]);
    const example = textOf('.env.example');
    const variables = all(/\b((?:CONTINUO|EVENTSTORE|KAFKA|COMPOSE)_[A-Z_]+|[A-Z]+_URL)\b/g);
    const clients = ['CONTINUO_URL', 'CONTINUO_API_KEY'];
    const isKnown = (name: string) => example.includes(name) || clients.includes(name);
    expect(variables.filter((name) => !isKnown(name))).toEqual([]);
    const volumes = all(/\b([a-z0-9-]+-data)\b/g);
    expect(volumes.filter((name) => !(name in COMPOSE.volumes))).toEqual([]);
  });

  it('links to headings that are there, and is linked from the README', () => {
    const slug = (heading: string) =>
      heading
        .toLowerCase()
        .replace(/[^\w -]/g, '')
        .replace(/ /g, '-');
    const headings = all(/^#+ (.*)$/gm).map(slug);
    expect(all(/\]\(#([\w-]+)\)/g).filter((link) => !headings.includes(link))).toEqual([]);
    expect(textOf('README.md').includes('(docs/operations.md)')).toBe(true);
  });

  it('says of each failure what is seen, what is lost and what to do', () => {
    const failures = (GUIDE.split(/^# Back-up/m)[0] ?? '').split(/^## /m).slice(2);
    expect(failures.length).toBeGreaterThanOrEqual(12);
    const incomplete = failures.filter(
      (page) => !page.includes('**Lost.**') || !page.includes('**Do.**'),
    );
    expect(incomplete.map((page) => page.split('\n')[0])).toEqual([]);
  });

  it('backs a data directory up while it is written to', () => {
    const script = /<!-- back-up -->\s+```sh\n([\s\S]*?)```/.exec(GUIDE)?.[1] ?? '';
    const folder = mkdtempSync(join(tmpdir(), 'continuo-back-up-'));
    const [from, to] = [join(folder, 'data'), join(folder, 'copy')];
    mkdirSync(from);
    const files = ['messaging.db', 'record.db', 'keys.db', 'access.db', 'gateway.db'];
    const open = files.map((name) => {
      const db = openDatabase({ file: join(from, name) });
      db.exec(`CREATE TABLE facts (name TEXT); INSERT INTO facts VALUES ('${name}')`);
      return db;
    });
    try {
      const env = { ...process.env, CONTINUO_DATA_DIR: from, BACKUP: to };
      execFileSync('sh', ['-euc', script], { cwd: root, env });
      for (const name of files) {
        const copy = openDatabase({ file: join(to, name), readOnly: true });
        expect(copy.prepare('SELECT name FROM facts').all()).toEqual([{ name }]);
        copy.close();
      }
      expect(existsSync(join(to, 'kek'))).toBe(false);
    } finally {
      for (const db of open) db.close();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
