import RequestQueue from 'kafkajs/src/network/requestQueue';
import { letIdleConnectionsRest } from './idle-connections';

const LONG_ENOUGH_MS = 100;

describe('a connection of kafkajs', () => {
  const timers = jest.spyOn(global, 'setTimeout');
  beforeAll(() => letIdleConnectionsRest());
  beforeEach(() => timers.mockClear());
  afterAll(() => timers.mockRestore());

  const opened = () =>
    new RequestQueue({
      maxInFlightRequests: null,
      requestTimeout: 1_000,
      enforceRequestTimeout: false,
      clientId: 'spec',
      broker: 'localhost:9092',
      logger: { debug: () => undefined },
    });
  const request = (correlationId: number, sent: number[]) => ({
    entry: { correlationId, resolve: () => undefined },
    expectResponse: true,
    sendRequest: () => sent.push(correlationId),
  });
  const later = () => new Promise((resolve) => setTimeout(resolve, LONG_ENOUGH_MS));

  it('rests when all is answered', async () => {
    const queue = opened();
    const sent: number[] = [];
    queue.push(request(1, sent));
    queue.fulfillRequest({ correlationId: 1, size: 0, payload: null });
    await later();
    expect(sent).toEqual([1]);
    expect(timers).toHaveBeenCalledTimes(1); // ours
  });

  it('still sends what it had to hold back', async () => {
    const queue = opened();
    const sent: number[] = [];
    queue.maybeThrottle(LONG_ENOUGH_MS / 4);
    queue.push(request(2, sent));
    expect(sent).toEqual([]);
    await later();
    expect(sent).toEqual([2]);
    expect(queue.pending).toEqual([]);
  });
});
