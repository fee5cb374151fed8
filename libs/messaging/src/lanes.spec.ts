import { Lanes } from './lanes';

/** Pauses that end when the test says so. */
function handTimers() {
  const pauses: { delayMs: number; callback: () => void }[] = [];
  const timers = {
    after(delayMs: number, callback: () => void) {
      const pause = { delayMs, callback };
      pauses.push(pause);
      return () => void pauses.splice(pauses.indexOf(pause), 1);
    },
  };
  return { pauses, timers, endAll: () => pauses.splice(0).forEach(({ callback }) => callback()) };
}
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('Lanes', () => {
  it('runs at most so many at once, each lane in order', async () => {
    const lanes = new Lanes(3, handTimers().timers);
    const log: string[] = [];
    let running = 0;
    let most = 0;
    for (let index = 0; index < 40; index += 1) {
      const lane = `lane-${index % 5}`;
      const run = async () => {
        most = Math.max(most, (running += 1));
        await settled();
        log.push(`${lane}/${Math.floor(index / 5)}`);
        running -= 1;
        return undefined;
      };
      lanes.add({ lane, run });
    }
    await lanes.backlogBelow(1);
    expect(most).toBe(3);
    for (let lane = 0; lane < 5; lane += 1) {
      const own = log.filter((entry) => entry.startsWith(`lane-${lane}/`));
      expect(own).toEqual([0, 1, 2, 3, 4, 5, 6, 7].map((turn) => `lane-${lane}/${turn}`));
    }
  });

  it('gives the place of a pausing task to others, but not its lane', async () => {
    const { timers, pauses, endAll } = handTimers();
    const lanes = new Lanes(1, timers);
    const log: string[] = [];
    let tries = 0;
    const stubborn = async () => ((tries += 1) < 3 ? tries * 10 : void log.push('stubborn'));
    lanes.add({ lane: 'a', run: stubborn });
    lanes.add({ lane: 'a', run: async () => void log.push('behind it') });
    lanes.add({ lane: 'b', run: async () => void log.push('other lane') });
    await settled();
    expect([log, pauses.map(({ delayMs }) => delayMs)]).toEqual([['other lane'], [10]]);
    endAll();
    await settled();
    expect(pauses.map(({ delayMs }) => delayMs)).toEqual([20]);
    endAll();
    await lanes.backlogBelow(1);
    expect(log).toEqual(['other lane', 'stubborn', 'behind it']);
  });

  it('finishes what runs when it stops, and begins nothing more', async () => {
    const { timers, pauses } = handTimers();
    const lanes = new Lanes(2, timers);
    const log: string[] = [];
    lanes.add({ lane: 'a', run: async () => 1_000 });
    await settled();
    for (const name of ['b1', 'b2']) {
      lanes.add({ lane: 'b', run: () => settled().then(() => void log.push(name)) });
    }
    await lanes.stop();
    expect([log, pauses]).toEqual([['b1'], []]);
    expect(lanes.add({ lane: 'c', run: async () => undefined })).toBe(false);
  });
});
