import { projectFiles, root, textOf } from './source-tree';

const LIMIT = 250;
const SPEC_LIMIT = 450;

/** Longer than the limit, and why it stays in one piece. */
const LONG_FILES: Readonly<Record<string, string>> = {
  'apps/platform/src/demo/steps.ts': 'the ten steps of the walk, in their order',
  'apps/subscriptions/src/domain/subscription/changes.spec.ts': 'an outcome per change and state',
  'apps/subscriptions/src/domain/subscription/events.ts': 'the aggregate with the most events',
  'libs/http/src/http-app.spec.ts': 'one app, started once, for all that the edge does',
  'libs/testing/src/event-store.contract.ts': 'the contract of a port is one list',
};

/** Words that have no place in the project: where it was built, and work that was put off. */
const FORBIDDEN: readonly (readonly [string, RegExp])[] = [
  [
    'a path of one machine',
    new RegExp(`${root}|(^|[\\s'"\`(])/(root|home|work|Users)/[\\w.]`, 'm'),
  ],
  ['work put off', new RegExp(`\\b(${['TO', 'DO'].join('')}|${['FIX', 'ME'].join('')})\\b`)],
  ['a test singled out', /\b(it|test|describe)\.only\(|\bf(it|describe)\(/],
  ['a check switched off', /@ts-(ignore|nocheck)|\bas any\b/],
];

const sources = projectFiles(/\.(ts|mjs|cjs)$/);

describe('the house', () => {
  it('keeps its files short, or says why not', () => {
    const long = sources.filter((file) => {
      const lines = textOf(file).split('\n').length - 1;
      return (
        lines > (/(\.spec|\.contract|\.fixtures?)\.ts$|^test\//.test(file) ? SPEC_LIMIT : LIMIT)
      );
    });
    expect(long.filter((file) => !(file in LONG_FILES))).toEqual([]);
    expect(Object.keys(LONG_FILES).filter((file) => !long.includes(file))).toEqual([]);
  });

  it('has no barrels', () => {
    expect(sources.filter((file) => /(^|\/)index\.ts$/.test(file))).toEqual([]);
  });

  it.each(FORBIDDEN)('holds no %s', (_, pattern) => {
    const texts = projectFiles(/\.(ts|mjs|cjs|json|md|ya?ml|sh)$|^\.ci\/|^\.githooks\//).filter(
      (file) =>
        !file.endsWith('package-lock.json') && file !== 'test/architecture/house-rules.spec.ts',
    );
    expect(texts.filter((file) => pattern.test(textOf(file)))).toEqual([]);
  });

  it.each([
    [0, `see ${root}/libs`],
    [0, 'open "/home/someone/notes"'],
    [1, `// ${['TO', 'DO'].join('')}: later`],
    [2, `it.only('x')`],
    [3, 'value as any'],
  ])('would see forbidden word %i in %j', (index, text) => {
    expect(FORBIDDEN[index]?.[1].test(text)).toBe(true);
  });
});
