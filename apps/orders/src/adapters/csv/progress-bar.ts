import { Presets, SingleBar } from 'cli-progress';
import type { Progress } from '../../application/import-orders/ports';

export const NO_PROGRESS: Progress = { update: () => undefined, stop: () => undefined };

/** A bar on stderr, in a terminal alone: stdout is for the report. */
export function progressBar(): Progress {
  if (!process.stderr.isTTY) return NO_PROGRESS;
  const bar = new SingleBar(
    { stream: process.stderr, format: '{bar} {percentage}% | {rows} rows | {duration_formatted}' },
    Presets.shades_classic,
  );
  bar.start(100, 0, { rows: 0 });
  return {
    update: (fraction, rows) => bar.update(Math.min(100, Math.floor(fraction * 100)), { rows }),
    stop: () => bar.stop(),
  };
}
