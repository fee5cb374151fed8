import { existsSync } from 'node:fs';
import { compareProjection } from '@continuo/read-store/sqlite/compare-projection';
import { aggregates, projections } from '../../definitions';
import type { Finding } from '../check';

/** Every read model is what a replay of the record makes of it, row by row. */
export async function readModelsEqualReplay(
  recordFile: string,
  readFile: string,
): Promise<Finding> {
  const breaches: string[] = [];
  let facts = 0;
  // Without the file nothing shows anything wrong: the next start builds the read models anew.
  for (const projection of existsSync(readFile) ? projections : []) {
    try {
      const comparison = await compareProjection({ recordFile, readFile, projection, aggregates });
      facts += comparison.rowsCompared;
      if (comparison.differenceCount === 0) continue;
      const [first] = comparison.differences;
      breaches.push(
        `${projection.name}: ${comparison.differenceCount} rows differ from a replay to position ${comparison.position}, first ${JSON.stringify(first)}`,
      );
    } catch (error) {
      breaches.push(
        `${projection.name}: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  }
  return {
    name: 'read-models-equal-replay',
    rule: 'each read model holds, row by row, what a replay of the record gives',
    facts,
    breaches,
  };
}
