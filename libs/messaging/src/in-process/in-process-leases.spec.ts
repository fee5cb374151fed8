import { InProcessLeases } from './in-process-leases';

const settled = () => new Promise((resolve) => setImmediate(resolve));
/** Work that goes on until its lease is lost. */
const working = (log: string[], name: string) => async (lost: AbortSignal) => {
  log.push(`${name} begins`);
  await new Promise<void>((resolve) => lost.addEventListener('abort', () => resolve()));
  log.push(`${name} ends`);
};

describe('InProcessLeases', () => {
  it('gives a lease to one at a time, in the order of asking', async () => {
    const leases = new InProcessLeases();
    const log: string[] = [];
    const [a, b, c] = ['a', 'b', 'c'].map((name) => leases.hold('relay', working(log, name)));
    leases.hold('other', working(log, 'other'));
    expect([a!.held, b!.held, log]).toEqual([true, false, ['a begins', 'other begins']]);
    await b!.release(); // it had only waited
    await a!.release();
    expect([a!.held, c!.held]).toEqual([false, true]);
    expect(log.slice(2)).toEqual(['a ends', 'c begins']);
  });

  it('lets the next try when work fails, and the one that failed later', async () => {
    const pauses: (() => void)[] = [];
    const timers = { after: (_: number, again: () => void) => (pauses.push(again), () => {}) };
    const leases = new InProcessLeases({ timers });
    const log: string[] = [];
    leases.hold('relay', async () => {
      log.push('fails');
      throw new Error('not now');
    });
    const second = leases.hold('relay', working(log, 'second'));
    await settled();
    pauses.forEach((again) => again());
    expect(log).toEqual(['fails', 'second begins']);
    await second.release();
    expect(log).toEqual(['fails', 'second begins', 'second ends', 'fails']);
  });
});
