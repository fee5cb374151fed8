import type { IntactLine } from './sealed-lines';

/** What is wrong with a file, and where. */
export interface Finding {
  readonly problem: 'altered' | 'dropped' | 'added' | 'moved' | 'cut-off' | 'not-as-recorded';
  /** Line of the file as it is, from 1; absent where the line is not there. */
  readonly fileLine?: number;
  /** Number of the line as it was exported. */
  readonly n?: number;
  readonly text: string;
}

/** A line of the file; `intact` is undefined where its bytes are not what was written. */
export interface SeenLine {
  readonly fileLine: number;
  readonly intact: IntactLine | undefined;
}

type Intact = SeenLine & { readonly intact: IntactLine };

/** Which lines were altered, dropped, added or moved: exported, they are numbered from 1 and chained. */
export function checkOrder(seen: readonly SeenLine[]): Finding[] {
  const intact = seen.filter((line): line is Intact => line.intact !== undefined);
  const kept = inOrder(intact);
  const keptLines = new Set(kept.map(({ fileLine }) => fileLine));
  const present = new Set(intact.map((line) => line.intact.n));
  const strays = intact.filter(({ fileLine }) => !keptLines.has(fileLine));
  return [
    ...alteredLines(seen, keptLines, present),
    ...strays.map((line) => stray(line, kept)),
    ...droppedLines(kept, present),
    ...brokenLinks(kept),
    ...cutOff(seen, kept),
  ].sort((a, b) => (a.fileLine ?? a.n ?? 0) - (b.fileLine ?? b.n ?? 0));
}

/** An altered line stands for the one that is missing at its place; what stands for none was added. */
function alteredLines(
  seen: readonly SeenLine[],
  keptLines: ReadonlySet<number>,
  present: Set<number>,
): Finding[] {
  const findings: Finding[] = [];
  let next = 1;
  for (const { fileLine, intact } of seen) {
    if (intact) {
      if (keptLines.has(fileLine)) next = intact.n + 1;
      continue;
    }
    if (present.has(next) || isBeyondEnd(seen, next)) {
      findings.push({ problem: 'added', fileLine, text: 'was not exported' });
      continue;
    }
    const text = 'is not what was exported: at least one byte was changed';
    findings.push({ problem: 'altered', fileLine, n: next, text });
    present.add(next);
    next += 1;
  }
  return findings;
}

function isBeyondEnd(seen: readonly SeenLine[], n: number): boolean {
  const end = seen.find(({ intact }) => intact?.kind === 'end')?.intact;
  return end !== undefined && n > end.n;
}

function stray({ fileLine, intact: { n, chain } }: Intact, kept: readonly Intact[]): Finding {
  const twin = kept.find((line) => line.intact.n === n);
  if (!twin)
    return { problem: 'moved', fileLine, n, text: `is line ${n} of the export, at another place` };
  const text =
    twin.intact.chain === chain
      ? `is line ${n} of the export a second time`
      : `calls itself line ${n}, which is at line ${twin.fileLine}`;
  return { problem: 'added', fileLine, n, text };
}

function droppedLines(kept: readonly Intact[], present: ReadonlySet<number>): Finding[] {
  const findings: Finding[] = [];
  const last = kept.at(-1)?.intact.n ?? 0;
  for (let n = 1; n < last; n += 1) {
    if (present.has(n)) continue;
    const next = kept.find((line) => line.intact.n > n)!;
    const text = `line ${n} of the export is missing, before line ${next.fileLine}`;
    findings.push({ problem: 'dropped', n, text });
  }
  return findings;
}

/** Both are what somebody wrote, but not in one export. */
function brokenLinks(kept: readonly Intact[]): Finding[] {
  return kept.flatMap(({ fileLine, intact }, index) => {
    const before = kept[index - 1];
    const follows = !before
      ? intact.n !== 1 || /^0+$/.test(intact.after)
      : before.intact.n !== intact.n - 1 || before.intact.chain === intact.after;
    if (follows) return [];
    const text = `does not follow from line ${intact.n - 1} of the export: one of the two was replaced`;
    return [{ problem: 'altered' as const, fileLine, n: intact.n, text }];
  });
}

/** The last line says how many there are: without it the end may be missing. */
function cutOff(seen: readonly SeenLine[], kept: readonly Intact[]): Finding[] {
  const findings: Finding[] = [];
  const first = kept[0];
  if (first?.intact.n === 1 && first.intact.kind !== 'header')
    findings.push({ problem: 'altered', fileLine: first.fileLine, n: 1, text: 'is no first line' });
  const last = seen.at(-1);
  if (!last) return [{ problem: 'cut-off', text: 'the file is empty' }];
  if (last.intact && kept.at(-1)?.intact.kind !== 'end') {
    const text = 'nothing after this line, not even the last line of the export';
    findings.push({ problem: 'cut-off', fileLine: last.fileLine, text });
  }
  return findings;
}

/** The longest run of lines in ascending order: the fewest others have been moved or added. */
function inOrder(lines: readonly Intact[]): Intact[] {
  const ends: number[] = [];
  const before: number[] = [];
  for (const [index, line] of lines.entries()) {
    let low = 0;
    let high = ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (lines[ends[middle]!]!.intact.n < line.intact.n) low = middle + 1;
      else high = middle;
    }
    before[index] = low > 0 ? ends[low - 1]! : -1;
    ends[low] = index;
  }
  const kept: Intact[] = [];
  for (let index = ends.at(-1) ?? -1; index >= 0; index = before[index]!) kept.push(lines[index]!);
  return kept.reverse();
}
