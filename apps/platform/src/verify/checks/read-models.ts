import { projections } from '../../definitions';
import type { Finding } from '../check';
import type { Facts } from '../facts';

/** Every read model is what a replay of the record makes of it, row by row. */
export async function readModelsEqualReplay(facts: Pick<Facts, 'compare'>): Promise<Finding> {
  const breaches: string[] = [];
  let rows = 0;
  for (const projection of projections) {
    try {
      const comparison = await facts.compare(projection);
      rows += comparison?.rowsCompared ?? 0;
      if (!comparison || comparison.differenceCount === 0) continue;
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
    facts: rows,
    breaches,
  };
}
