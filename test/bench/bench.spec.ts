import { type Figure, isReached, medianRun } from './bench';

const runs = (aim: string, ...ratios: number[]): Figure[] =>
  ratios.map((ratio) => ({ name: 'x', value: ratio, bound: 1, unit: '1/s', ratio, aim }));

describe('a figure', () => {
  it.each([
    [0.6, '>= 0.6', true],
    [0.59, '>= 0.6', false],
    [5, '<= 5', true],
    [5.1, '<= 5', false],
  ])('of %d against %s', (ratio, aim, reached) => expect(isReached(ratio, aim)).toBe(reached));

  it('has an aim that can be checked', () =>
    expect(() => isReached(1, 'fast')).toThrow('not an aim'));

  it('is the median of its runs', () => expect(medianRun(runs('>= 1', 9, 1, 5)).ratio).toBe(5));

  it('is the worse middle one of an even number', () => {
    expect(medianRun(runs('>= 1', 1, 2, 3, 4)).ratio).toBe(2);
    expect(medianRun(runs('<= 5', 1, 2, 3, 4)).ratio).toBe(3);
  });
});
