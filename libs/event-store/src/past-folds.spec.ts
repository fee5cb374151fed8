import { aContext } from '@continuo/testing/examples';
import fc from 'fast-check';
import type { Aggregate } from './aggregate';
import type { RecordedEvent } from './event-store';
import { toNewEvents } from './new-events';
import { type AsOf, PastFolds } from './past-folds';

type DayEvent = { readonly type: 'diary.noted.v1'; readonly data: { readonly word: string } };

const DIARY: Aggregate<never, DayEvent, readonly string[]> = {
  category: 'diary',
  decider: {
    decide: () => [],
    evolve: (words, { data }) => [...words, data.word],
    initialState: () => [],
  },
  events: { 'diary.noted.v1': true },
};

const instantOf = (hour: number) => new Date(Date.UTC(2026, 2, 1, hour)).toISOString();

interface Note {
  readonly effective: number;
  readonly recorded: number;
}

function recordedAs(notes: readonly Note[], actor: 'agent' | 'import'): RecordedEvent[] {
  return notes.map(({ effective, recorded }, revision) => {
    const context = aContext({
      actor: { kind: actor, id: 'someone' },
      now: instantOf(recorded),
      effectiveAt: instantOf(effective),
    });
    const event = { type: 'diary.noted.v1', data: { word: `${revision}` } };
    const [written] = toNewEvents([event], context, 'diary-1');
    return { ...written!, stream: 'diary-1', revision, position: revision + 1 };
  });
}

/** A record that may grow, and how often it was read from its beginning. */
class Shelf {
  wholeReads = 0;

  constructor(public events: readonly RecordedEvent[]) {}

  async readStream(_stream: string, { fromRevision = 0 } = {}): Promise<readonly RecordedEvent[]> {
    if (fromRevision === 0) this.wholeReads += 1;
    return this.events.slice(fromRevision);
  }
}

/** The definition: each event that was true, and written, by then. */
function wordsBy(events: readonly RecordedEvent[], { instant, revision, knownAt }: AsOf): string[] {
  const first = events[0]?.metadata.effectiveAt ?? '';
  return events
    .filter(({ metadata: { effectiveAt, recordedAt, actor }, ...event }) => {
      if (revision !== undefined && event.revision > revision) return false;
      if (knownAt !== undefined && recordedAt > knownAt) return false;
      if (instant === undefined) return true;
      return effectiveAt <= instant && (actor.kind === 'import' || first <= instant);
    })
    .map(({ data }) => (data as DayEvent['data']).word);
}

const hour = fc.integer({ min: 0, max: 12 });
const notes = fc.array(fc.record({ effective: hour, recorded: hour }), { maxLength: 12 });
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const asOf: fc.Arbitrary<AsOf> = fc.record({
  instant: maybe(hour.map(instantOf)),
  revision: maybe(fc.integer({ min: -1, max: 13 })),
  knownAt: maybe(hour.map(instantOf)),
});

describe('the state of a stream as of a moment', () => {
  it('has each event that was true and known by then, in whatever order they were written', async () => {
    await fc.assert(
      fc.asyncProperty(
        notes,
        fc.array(asOf, { minLength: 1, maxLength: 5 }),
        fc.constantFrom('agent' as const, 'import' as const),
        fc.boolean(),
        async (written, questions, actor, inOrder) => {
          const byHour = (a: Note, b: Note) => a.effective - b.effective;
          const told = inOrder
            ? [...written].sort(byHour).map((note) => ({ ...note, recorded: note.effective }))
            : written;
          const events = recordedAs(told, actor);
          const shelf = new Shelf(events.slice(0, 5));
          const past = new PastFolds(shelf);
          for (const question of questions) {
            const { state, revision } = await past.load(DIARY, 'diary-1', question);
            const expected = wordsBy(shelf.events, question);
            expect(state).toEqual(expected);
            expect(revision).toBe(Number(expected.at(-1) ?? -1));
            shelf.events = events;
          }
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it('is found without reading the stream again', async () => {
    const inOrder = Array.from({ length: 10 }, (_, at) => ({ effective: at, recorded: at }));
    const shelf = new Shelf(recordedAs(inOrder, 'agent'));
    const past = new PastFolds(shelf);
    for (const at of [9, 3, 0, 7]) {
      const { state } = await past.load(DIARY, 'diary-1', { instant: instantOf(at) });
      expect(state).toHaveLength(at + 1);
    }
    expect(shelf.wholeReads).toBe(1);
  });
});
