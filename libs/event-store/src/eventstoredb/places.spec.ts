import { Places } from './places';

describe('places', () => {
  it('let so many work at once, and the others in order, whether work ends well or not', async () => {
    const places = new Places(2);
    const begun: number[] = [];
    const end: ((error?: Error) => void)[] = [];
    const runs = [0, 1, 2, 3].map((n) =>
      places.within(() => {
        begun.push(n);
        return new Promise<number>((resolve, reject) => {
          end[n] = (error) => (error ? reject(error) : resolve(n));
        });
      }),
    );
    expect(begun).toEqual([0, 1]);
    end[1]!(new Error('refused'));
    await expect(runs[1]).rejects.toThrow('refused');
    await new Promise((resolve) => setImmediate(resolve));
    expect(begun).toEqual([0, 1, 2]);
    end[0]!();
    end[2]!();
    await Promise.all([runs[0], runs[2]]);
    await new Promise((resolve) => setImmediate(resolve));
    expect(begun).toEqual([0, 1, 2, 3]);
    end[3]!();
    expect(await runs[3]).toBe(3);
  });
});
