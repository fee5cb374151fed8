import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DomainError } from '@continuo/kernel/domain-error';
import { aContext, NOW } from '@continuo/testing/examples';
import { until } from '@continuo/testing/event-store.contract';
import type { Aggregate } from './aggregate';
import { type AsOf, CommandRunner } from './command-runner';
import { readHistory } from './read-history';
import { UnknownEventError, WrongExpectedRevisionError } from './errors';
import { type EventStore, NO_STREAM } from './event-store';
import { SqliteEventStore } from './sqlite/sqlite-event-store';

type PotEvent =
  | { readonly type: 'pot.filled.v2'; readonly data: { readonly grams: number } }
  | { readonly type: 'pot.emptied.v1'; readonly data: object };
type PotCommand = { readonly fill: number } | 'empty' | 'nothing';
interface Pot {
  readonly grams: number;
  readonly fillings: number;
}

const decide = jest.fn((command: PotCommand, pot: Pot): PotEvent[] => {
  if (command === 'nothing') return [];
  if (command !== 'empty') return [{ type: 'pot.filled.v2', data: { grams: command.fill } }];
  if (pot.grams === 0) throw new DomainError('pot-empty', 'There is nothing in it.');
  return [{ type: 'pot.emptied.v1', data: {} }];
});

const POT: Aggregate<PotCommand, PotEvent, Pot> = {
  category: 'pot',
  decider: {
    decide,
    evolve: (pot, event) =>
      event.type === 'pot.emptied.v1'
        ? { ...pot, grams: 0 }
        : { grams: pot.grams + event.data.grams, fillings: pot.fillings + 1 },
    initialState: () => ({ grams: 0, fillings: 0 }),
  },
  events: { 'pot.filled.v2': true, 'pot.emptied.v1': true },
  upcasters: {
    'pot.filled.v1': ({ ounces }: { ounces: number }) => ({
      type: 'pot.filled.v2',
      data: { grams: ounces * 28 },
    }),
  },
  snapshotVersion: 3,
  dueAt: (pot) => (pot.grams > 100 ? '2026-12-01T00:00:00.000Z' : null),
};

describe('CommandRunner', () => {
  let directory: string;
  let store: EventStore;
  let runner: CommandRunner;
  let commands = 0;
  let pots = 0;
  let id: string;
  let stream: string;

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'continuo-'));
    store = await SqliteEventStore.open({ file: join(directory, 'record.db') });
  });
  beforeEach(() => {
    pots += 1;
    id = `${pots}`;
    stream = `pot-${id}`;
    decide.mockClear();
    runner = new CommandRunner(store);
  });
  afterEach(() => jest.restoreAllMocks());
  afterAll(async () => {
    await store.close();
    rmSync(directory, { recursive: true });
  });

  const context = (changes: Parameters<typeof aContext>[0] = {}) =>
    aContext({ commandId: `command-${(commands += 1)}`, ...changes });
  const fill = (grams: number, changes?: Parameters<typeof aContext>[0], by = runner) =>
    by.execute(POT, id, { fill: grams }, context(changes));
  const storedTypes = async () => (await store.readStream(stream)).map(({ type }) => type);

  it('appends what the decider answers and folds it', async () => {
    const first = await fill(10);
    expect(first).toEqual({
      state: { grams: 10, fillings: 1 },
      revision: 0,
      position: expect.any(Number),
      events: [{ type: 'pot.filled.v2', data: { grams: 10 } }],
    });
    expect((await fill(5)).state).toEqual({ grams: 15, fillings: 2 });
    expect(await runner.load(POT, id)).toMatchObject({
      state: { grams: 15, fillings: 2 },
      revision: 1,
    });
  });

  it('stores who, when and why, under ids that follow from the command', async () => {
    const asked = context({ reason: 'moving house', effectiveAt: '2010-01-01T00:00:00.000Z' });
    await runner.execute(POT, id, { fill: 1 }, asked);
    await runner.execute(POT, `${id}-two`, { fill: 1 }, asked);
    const [one] = await store.readStream(stream);
    const [two] = await store.readStream(`${stream}-two`);
    expect(one?.metadata).toMatchObject({
      actor: asked.actor,
      commandId: asked.commandId,
      callId: 'call_1',
      scriptVersion: 'script-7',
      reason: 'moving house',
      recordedAt: NOW,
      effectiveAt: '2010-01-01T00:00:00.000Z',
    });
    expect(one?.id).not.toBe(two?.id);
  });

  it('knows nothing of a stream that does not exist', async () => {
    expect(await runner.load(POT, id)).toMatchObject({ state: { grams: 0 }, revision: NO_STREAM });
  });

  it('appends nothing for a command without effect or one that must not be asked', async () => {
    expect(await runner.execute(POT, id, 'nothing', context())).toMatchObject({
      revision: NO_STREAM,
      events: [],
    });
    await expect(runner.execute(POT, id, 'empty', context())).rejects.toThrow(DomainError);
    expect(await storedTypes()).toEqual([]);
    expect((await fill(1)).revision).toBe(0);
  });

  it('reads a stream once and keeps its state', async () => {
    await fill(1);
    const read = jest.spyOn(store, 'readStream');
    for (let n = 0; n < 5; n += 1) await fill(1);
    expect(await runner.load(POT, id)).toMatchObject({ revision: 5 });
    expect(read).not.toHaveBeenCalled();
  });

  it('carries out commands to one stream one after the other', async () => {
    const outcomes = await Promise.all(Array.from({ length: 50 }, () => fill(1)));
    expect(outcomes.map(({ revision }) => revision)).toEqual(
      Array.from({ length: 50 }, (_, n) => n),
    );
    expect(decide).toHaveBeenCalledTimes(50);
  });

  it('goes on with a stream after a command that failed', async () => {
    const [failed, done] = await Promise.allSettled([
      runner.execute(POT, id, 'empty', context()),
      fill(1),
    ]);
    expect(failed.status).toBe('rejected');
    expect(done.status).toBe('fulfilled');
  });

  describe('when another process has appended', () => {
    let other: CommandRunner;
    beforeEach(async () => {
      other = new CommandRunner(store);
      await fill(10);
      await fill(20, {}, other);
    });

    it('loads and decides again', async () => {
      const outcome = await fill(30);
      expect(outcome).toMatchObject({ state: { grams: 60, fillings: 3 }, revision: 2 });
    });

    it('decides by what is true now', async () => {
      await other.execute(POT, id, 'empty', context());
      await expect(runner.execute(POT, id, 'empty', context())).rejects.toMatchObject({
        code: 'pot-empty',
      });
    });

    it('gives up when it is overtaken each time', async () => {
      jest.spyOn(store, 'append').mockRejectedValue(new WrongExpectedRevisionError(stream, 1, 2));
      await expect(fill(1)).rejects.toThrow(WrongExpectedRevisionError);
      expect(store.append).toHaveBeenCalledTimes(5);
    });

    it('does not try again what failed for another reason', async () => {
      jest.spyOn(store, 'append').mockRejectedValue(new Error('disk'));
      await expect(fill(1)).rejects.toThrow('disk');
      expect(store.append).toHaveBeenCalledTimes(1);
    });
  });

  describe('a command that comes again', () => {
    const again = { commandId: 'the-same' };

    it('has no second effect', async () => {
      await fill(10, again);
      expect(await fill(10, again)).toMatchObject({
        state: { grams: 10 },
        revision: 0,
        events: [],
      });
    });

    it('has no second effect after a restart, nor behind later commands', async () => {
      await fill(10, again);
      await fill(5);
      const restarted = new CommandRunner(store);
      expect(await fill(10, again, restarted)).toMatchObject({ state: { grams: 15 }, events: [] });
      expect(await storedTypes()).toHaveLength(2);
    });

    it('has no second effect when both are under way in two processes', async () => {
      const outcomes = await Promise.all([
        fill(10, again),
        fill(10, again, new CommandRunner(store)),
      ]);
      expect(outcomes.map(({ revision }) => revision)).toEqual([0, 0]);
      expect(await storedTypes()).toHaveLength(1);
    });
  });

  it('goes by the record when another process has carried the same command out otherwise', async () => {
    await fill(10);
    const again = { commandId: 'again' };
    await runner.load(POT, id);
    await fill(7, again, new CommandRunner(store));
    const outcome = await fill(5, again);
    expect(outcome).toMatchObject({ state: { grams: 17 }, revision: 1, events: [] });
    expect((await fill(1)).state.grams).toBe(18);
  });

  describe('a stream that is likely new', () => {
    const likelyNew = { likelyNew: true };

    it('is created without being looked for', async () => {
      const reads = jest.spyOn(store, 'readStream');
      const outcome = await runner.execute(POT, id, { fill: 5 }, aContext(), likelyNew);
      expect(outcome).toMatchObject({ state: { grams: 5 }, revision: 0 });
      expect(reads).not.toHaveBeenCalled();
    });

    it('is decided by what it holds when it does exist', async () => {
      await runner.execute(POT, id, { fill: 5 }, aContext({ commandId: 'first' }));
      const other = new CommandRunner(store);
      const outcome = await other.execute(
        POT,
        id,
        { fill: 7 },
        aContext({ commandId: 'second' }),
        likelyNew,
      );
      expect(outcome).toMatchObject({ state: { grams: 12 }, revision: 1 });
    });

    it('answers the stream as it is when the command comes again to another process', async () => {
      await runner.execute(POT, id, { fill: 5 }, aContext({ commandId: 'first' }));
      await runner.execute(POT, id, { fill: 7 }, aContext({ commandId: 'second' }));
      const other = new CommandRunner(store);
      const outcome = await other.execute(
        POT,
        id,
        { fill: 5 },
        aContext({ commandId: 'first' }),
        likelyNew,
      );
      expect(outcome).toEqual({ state: { grams: 12, fillings: 2 }, revision: 1, events: [] });
      expect(await store.readStream(stream)).toHaveLength(2);
    });

    it('is looked for before a command is refused', async () => {
      await runner.execute(POT, id, { fill: 5 }, aContext({ commandId: 'first' }));
      const other = new CommandRunner(store);
      const outcome = await other.execute(
        POT,
        id,
        'empty',
        aContext({ commandId: 'second' }),
        likelyNew,
      );
      expect(outcome.state.grams).toBe(0);
    });
  });

  describe('a command carried out before', () => {
    it('is known by its stream, another is not', async () => {
      const context = aContext({ commandId: 'first' });
      await runner.execute(POT, id, { fill: 5 }, context);
      expect(await runner.carriedOut(POT, id, context)).toMatchObject({ revision: 0 });
      expect(await runner.carriedOut(POT, id, aContext({ commandId: 'second' }))).toBeUndefined();
    });
  });

  describe('a command with the revision its caller has seen', () => {
    it('is carried out at that revision only', async () => {
      await fill(10);
      const options = { expectedRevision: 0 };
      await runner.execute(POT, id, 'empty', context(), options);
      const stale = runner.execute(POT, id, { fill: 1 }, context(), options);
      await expect(stale).rejects.toMatchObject({ expectedRevision: 0, actualRevision: 1 });
      expect(await storedTypes()).toEqual(['pot.filled.v2', 'pot.emptied.v1']);
    });

    it('notices what another process has appended', async () => {
      await fill(10);
      await fill(10, {}, new CommandRunner(store));
      const stale = runner.execute(POT, id, 'empty', context(), { expectedRevision: 0 });
      await expect(stale).rejects.toThrow(WrongExpectedRevisionError);
      expect(await storedTypes()).toHaveLength(2);
    });
  });

  describe('a long stream', () => {
    beforeEach(async () => {
      for (let n = 1; n <= 205; n += 1) await fill(1, { commandId: `filling-${n}` });
      await until(async () => (await store.loadSnapshot(stream)) !== undefined);
    });

    it('is read from its snapshot on', async () => {
      const read = jest.spyOn(store, 'readStream');
      const restarted = new CommandRunner(store);
      expect(await restarted.load(POT, id)).toMatchObject({
        state: { grams: 205, fillings: 205 },
        revision: 204,
      });
      expect(read).toHaveBeenCalledWith(stream, { fromRevision: 200 });
    });

    it('remembers the commands before its snapshot', async () => {
      const repeated = await fill(1, { commandId: 'filling-199' }, new CommandRunner(store));
      expect(repeated).toMatchObject({ revision: 204, events: [] });
    });

    it('is read from the start when the state has another shape by now, but once', async () => {
      const reshaped = { ...POT, snapshotVersion: 4 };
      const read = jest.spyOn(store, 'readStream');
      const { state } = await new CommandRunner(store).load(reshaped, id);
      expect(read).toHaveBeenLastCalledWith(stream, { fromRevision: 0 });
      await until(async () => (await store.loadSnapshot(stream))?.version === 4);
      expect((await new CommandRunner(store).load(reshaped, id)).state).toEqual(state);
      expect(read).toHaveBeenLastCalledWith(stream, { fromRevision: 205 });
    });

    it('leaves no snapshot for the few events behind the last one', async () => {
      const save = jest.spyOn(store, 'saveSnapshot');
      await new CommandRunner(store).load(POT, id);
      expect(save).not.toHaveBeenCalled();
    });
  });

  describe('as of', () => {
    beforeEach(async () => {
      await fill(1, { effectiveAt: '2026-01-01T00:00:00.000Z' });
      await fill(2, { effectiveAt: '2026-02-01T00:00:00.000Z' });
      await fill(4, { effectiveAt: '2026-01-15T00:00:00.000Z' });
    });

    it.each([
      ['2025-12-31T23:59:59.999Z', 0],
      ['2026-01-01T00:00:00.000Z', 1],
      ['2026-01-15T00:00:00.000Z', 5],
      ['2026-03-01T00:00:00.000Z', 7],
    ])('instant %s tells what was true in business then', async (instant, grams) => {
      expect((await runner.load(POT, id, { instant })).state.grams).toBe(grams);
    });

    it('known at tells what was believed then, before it was corrected', async () => {
      const instant = '2026-01-15T00:00:00.000Z';
      const later = '2026-11-23T09:30:00.000Z';
      await fill(8, { effectiveAt: '2026-01-10T00:00:00.000Z', now: later });
      const grams = async (asOf: AsOf) => (await runner.load(POT, id, asOf)).state.grams;
      expect(await grams({ instant })).toBe(13);
      expect(await grams({ instant, knownAt: NOW })).toBe(5);
      expect(await grams({ knownAt: NOW })).toBe(7);
      expect(await grams({ knownAt: later, revision: 3 })).toBe(15);
    });

    it('a correction back to before its stream began, began with it', async () => {
      await fill(8, { effectiveAt: '2025-06-01T00:00:00.000Z' });
      const grams = async (instant: string) =>
        (await runner.load(POT, id, { instant })).state.grams;
      expect(await grams('2025-12-31T00:00:00.000Z')).toBe(0);
      expect(await grams('2026-01-01T00:00:00.000Z')).toBe(9);
    });

    it.each([
      [0, 1],
      [1, 3],
      [9, 7],
    ])('revision %i tells what was known then', async (revision, grams) => {
      expect((await runner.load(POT, id, { revision })).state.grams).toBe(grams);
    });
  });

  it('wakes streams by their state', async () => {
    const due = async () =>
      (await store.dueStreams('pot', '2026-12-01T00:00:00.000Z', 100)).map((due) => due.stream);
    await fill(101);
    expect(await due()).toContain(stream);
    await runner.execute(POT, id, 'empty', context());
    expect(await due()).not.toContain(stream);
  });

  describe('events of the past', () => {
    const append = async (type: string, data: object) => {
      const { actor, correlationId, now } = context();
      const metadata = {
        actor,
        correlationId,
        commandId: 'old',
        recordedAt: now,
        effectiveAt: now,
      };
      await store.append({
        stream: stream,
        expectedRevision: NO_STREAM,
        events: [{ id: `event-${id}`, type, data, metadata }],
      });
    };

    it('are read in the form of today', async () => {
      await append('pot.filled.v1', { ounces: 2 });
      expect((await runner.load(POT, id)).state.grams).toBe(56);
      const [event] = await readHistory(store, POT, id);
      expect(event).toMatchObject({ type: 'pot.filled.v2', data: { grams: 56 }, revision: 0 });
      expect(event?.metadata.actor).toBeDefined();
      expect(await storedTypes()).toEqual(['pot.filled.v1']);
    });

    it('are not passed over when nobody knows them', async () => {
      await append('pot.broken.v1', {});
      await expect(runner.load(POT, id)).rejects.toThrow(UnknownEventError);
    });
  });
});
