/** One figure: ours against its bound, both measured in the same run on the same machine. */
export interface Figure {
  readonly name: string;
  /** Ours, in `unit`. */
  readonly value: number;
  /** What it is measured against, in `unit`. */
  readonly bound: number;
  readonly unit: string;
  /** `value / bound`. */
  readonly ratio: number;
  /** What the ratio must be, such as `>= 0.6` or `<= 5`. */
  readonly aim: string;
}

export interface BenchOptions {
  /** How long each side is measured, for benches that run for a time. */
  readonly seconds: number;
}

/** What every `<name>.bench.ts` exports. */
export interface Bench {
  run(options: BenchOptions): Promise<Figure>;
}

/** Whether a ratio reaches its aim. Throws on an aim that is none. */
export function isReached(ratio: number, aim: string): boolean {
  const [, relation, limit] = /^(<=|>=) (\d+(?:\.\d+)?)$/.exec(aim) ?? [];
  if (!relation) throw new Error(`not an aim: ${aim}`);
  return relation === '<=' ? ratio <= Number(limit) : ratio >= Number(limit);
}

/** The run whose ratio is in the middle; the worse of the two middle ones when there is none. */
export function medianRun(runs: readonly Figure[]): Figure {
  const sorted = [...runs].sort((a, b) => a.ratio - b.ratio);
  const aimsHigh = runs[0]?.aim.startsWith('>=') ?? true;
  const middle = (sorted.length - 1) / 2;
  const median = sorted[aimsHigh ? Math.floor(middle) : Math.ceil(middle)];
  if (!median) throw new Error('no runs');
  return median;
}
