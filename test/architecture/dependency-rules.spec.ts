import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { ALSO_BREAKS, BREACHES, SOUND } from './dependency-rules.fixtures';

const root = resolve(__dirname, '../..');

interface Violation {
  readonly from: string;
  readonly rule: { readonly name: string };
}

/** The project in small, with the packages that matter as empty ones, and a breach of every rule. */
function plantProject(folder: string): void {
  const dependencies = [
    'big.js',
    'lru-cache',
    'stripe',
    'pg',
    '@photostructure/sqlite',
    '@opentelemetry/api',
    '@sinclair/typebox',
    'class-validator',
  ];
  const devDependencies = ['fast-check'];
  const asVersions = (names: readonly string[]) =>
    Object.fromEntries(names.map((name) => [name, '1.0.0']));
  const files: Record<string, string> = {
    ...SOUND,
    ...Object.fromEntries(Object.values(BREACHES).map(({ file, source }) => [file, source])),
    'package.json': JSON.stringify({
      name: 'planted',
      version: '1.0.0',
      dependencies: asVersions(dependencies),
      devDependencies: asVersions(devDependencies),
    }),
  };
  for (const name of [...dependencies, ...devDependencies]) {
    files[`node_modules/${name}/package.json`] = JSON.stringify({
      name,
      version: '1.0.0',
      main: 'index.js',
    });
    files[`node_modules/${name}/index.js`] = 'module.exports = {};';
  }
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  for (const file of ['.dependency-cruiser.cjs', 'tsconfig.json'])
    cpSync(join(root, file), join(folder, file));
}

function cruise(folder: string): readonly Violation[] {
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [
      join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs'),
      ...['apps', 'libs', '--config', '.dependency-cruiser.cjs', '--output-type', 'json'],
    ],
    { cwd: folder, encoding: 'utf8', maxBuffer: 64 << 20 },
  );
  if (!stdout.startsWith('{')) throw new Error(`dependency-cruiser did not run: ${stderr}`);
  return (JSON.parse(stdout) as { summary: { violations: Violation[] } }).summary.violations;
}

describe('the rules of who may import whom', () => {
  let violations: readonly Violation[];

  beforeAll(() => {
    const folder = mkdtempSync(join(tmpdir(), 'continuo-rules-'));
    try {
      plantProject(folder);
      violations = cruise(folder);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  const named = (file: string) =>
    [
      ...new Set(violations.filter(({ from }) => from === file).map(({ rule }) => rule.name)),
    ].sort();

  it('each have a planted breach', async () => {
    const { default: config } = (await import(join(root, '.dependency-cruiser.cjs'))) as {
      default: { forbidden: { name: string }[] };
    };
    expect(config.forbidden.map(({ name }) => name).sort()).toEqual(Object.keys(BREACHES).sort());
  });

  it.each(Object.entries(BREACHES))('%s names its breach and nothing else', (rule, { file }) => {
    expect(named(file)).toEqual([rule, ...(ALSO_BREAKS[rule] ?? [])].sort());
  });

  it.each(Object.keys(SOUND))('say nothing against %s', (file) => {
    expect(named(file).filter((rule) => rule !== 'no-cycles')).toEqual([]);
  });
});
