import { RestartBudget } from './restart-budget';

describe('the budget of restarts', () => {
  const pauses: { delayMs: number; callback: () => void }[] = [];
  const timers = {
    after(delayMs: number, callback: () => void) {
      const pause = { delayMs, callback };
      pauses.push(pause);
      return () => void pauses.splice(pauses.indexOf(pause), pauses.includes(pause) ? 1 : 0);
    },
  };
  const pass = () => pauses.splice(0).forEach(({ callback }) => callback());
  beforeEach(() => pauses.splice(0));

  it('restarts after growing pauses, so many times', () => {
    const budget = new RestartBudget(3, timers);
    const restart = jest.fn();
    for (const delayMs of [500, 1_000, 2_000]) {
      expect(budget.spend(restart)).toBe(true);
      expect(pauses).toMatchObject([{ delayMs }]);
      pass();
    }
    expect([budget.spend(restart), restart.mock.calls.length]).toEqual([false, 3]);
  });

  it('is whole again after a minute of peace, not after a moment', () => {
    const budget = new RestartBudget(1, timers);
    budget.spend(() => {});
    pass();
    budget.calmDown();
    expect(budget.spend(() => {})).toBe(false); // crashed within the minute
    budget.calmDown();
    expect(pauses).toMatchObject([{ delayMs: 60_000 }]);
    pass();
    expect(budget.spend(() => {})).toBe(true);
  });

  it('restarts nothing when it is cancelled', () => {
    const budget = new RestartBudget(1, timers);
    budget.spend(() => {});
    budget.cancel();
    expect(pauses).toEqual([]);
  });
});
