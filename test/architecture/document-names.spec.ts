import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const ROOT = resolve(__dirname, '../..');

function sourcesUnder(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sourcesUnder(path);
    return path.endsWith('.ts') && !path.endsWith('.spec.ts') ? [path] : [];
  });
}

/** Classes that carry field decorators: each becomes a schema of the API's document under its bare name. */
function documentedClasses(
  sources: readonly { readonly path: string; readonly text: string }[],
): Map<string, string[]> {
  const places = new Map<string, string[]>();
  for (const { path, text } of sources) {
    for (const [, name = ''] of text.matchAll(
      /^(?:export )?class (\w+(?:View|Dto|Body|Query))\b/gm,
    )) {
      places.set(name, [...(places.get(name) ?? []), path]);
    }
  }
  return places;
}

const repeated = (places: Map<string, string[]>) =>
  [...places].filter(([, paths]) => paths.length > 1);

describe('the schemas of the API document', () => {
  it('have one class each: of two classes with one name, one would be documented as the other', () => {
    const sources = ['apps', 'libs']
      .flatMap((folder) => sourcesUnder(join(ROOT, folder)))
      .filter((path) => path.includes('/api/'))
      .map((path) => ({ path: path.slice(ROOT.length + 1), text: readFileSync(path, 'utf8') }));
    const places = documentedClasses(sources);
    expect(places.size).toBeGreaterThan(50);
    expect(repeated(places)).toEqual([]);
  });

  it('are found twice where they are twice', () => {
    const text = 'export class OrderView {}';
    expect(
      repeated(
        documentedClasses([
          { path: 'a.ts', text },
          { path: 'b.ts', text },
        ]),
      ),
    ).toEqual([['OrderView', ['a.ts', 'b.ts']]]);
  });
});
