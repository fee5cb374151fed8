import { aggregates } from '../../apps/platform/src/definitions';

const VERSIONED = /^[a-z]+(-[a-z]+)*\.[a-z0-9]+(-[a-z0-9]+)*\.v[1-9][0-9]*$/;

const stored = aggregates.flatMap((aggregate) =>
  [...Object.keys(aggregate.events), ...Object.keys(aggregate.upcasters ?? {})].map((name) => ({
    name,
    category: aggregate.category,
  })),
);

describe('the stored names of events', () => {
  it('exist', () => expect(stored.length).toBeGreaterThan(20));

  it('are versioned', () => {
    expect(stored.filter(({ name }) => !VERSIONED.test(name))).toEqual([]);
  });

  it('belong to one aggregate each', () => {
    const names = stored.map(({ name }) => name);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  it("stand in streams whose category is letters only, and nobody else's", () => {
    const categories = aggregates.map(({ category }) => category);
    expect(categories.filter((category) => !/^[a-zA-Z]+$/.test(category))).toEqual([]);
    expect(new Set(categories).size).toBe(categories.length);
  });
});
