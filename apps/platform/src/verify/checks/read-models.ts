import { projections } from '../../definitions';
import type { Finding } from '../check';
import type { Facts } from '../facts';

/** Every read model is what a replay of the record makes of it, row by row. */
export async function readModelsEqualReplay(facts: Pick<Facts, 'compare'>): Promise<Finding> {
  const breaches: string[] = [];
  let rows = 0;
  for await (const compared of facts.compare(projections)) {
    const { name } = compared;
    if ('failure' in compared) {
      breaches.push(`${name}: ${compared.failure.message}`);
      continue;
    }
    const { rowsCompared, differenceCount, differences, position } = compared.comparison;
    rows += rowsCompared;
    if (differenceCount === 0) continue;
    breaches.push(
      `${name}: ${differenceCount} rows differ from a replay to position ${position}, first ${JSON.stringify(differences[0])}`,
    );
  }
  return {
    name: 'read-models-equal-replay',
    rule: 'each read model holds, row by row, what a replay of the record gives',
    facts: rows,
    breaches,
  };
}
