import type { RecordSide } from '@continuo/event-store/eventstoredb/record-side';
import type { StoredReply } from '@continuo/event-store/event-store';

/** What the contract suite needs of an adapter. */
export interface RecordSideHarness {
  /** An empty one. */
  open(): Promise<RecordSide>;
  /** Opens what the last `open` has kept again, after it was closed, or beside it. */
  reopen(): Promise<RecordSide>;
}

const NEW_YEAR = '2027-01-01T00:00:00.000Z';
const LATER = '2027-02-01T00:00:00.000Z';
const FAR = '2099-01-01T00:00:00.000Z';

function reply(key: string, recordedAt = NEW_YEAR): StoredReply {
  return {
    key,
    requestHash: 'abc',
    status: 201,
    body: '{"order_id":"ord_1","note":"Größe"}',
    headers: { etag: '"0"', location: '/v1/orders/ord_1' },
    recordedAt,
  };
}

/** Every sentence of {@link RecordSide}, as a test. */
export function describeRecordSide(name: string, harness: RecordSideHarness): void {
  describe(`${name} as what stands beside the record`, () => {
    let side: RecordSide;
    beforeEach(async () => (side = await harness.open()));
    afterEach(() => side.close());

    const due = (stream: string, revision: number, dueAt: string | null) =>
      side.saveDue([{ stream, revision, dueAt }]);
    const dueAt = async (now: string, category = 'cycle', maxCount = 10) =>
      side.dueStreams(category, now, maxCount);

    describe('due dates', () => {
      it('are answered once they have come, the longest overdue first, then by stream', async () => {
        await side.saveDue([
          { stream: 'cycle-2', revision: 0, dueAt: LATER },
          { stream: 'cycle-4', revision: 0, dueAt: NEW_YEAR },
          { stream: 'cycle-3', revision: 0, dueAt: NEW_YEAR },
          { stream: 'cycle-5', revision: 0, dueAt: FAR },
          { stream: 'payment-1', revision: 0, dueAt: NEW_YEAR },
        ]);
        const expected = [
          { stream: 'cycle-3', dueAt: NEW_YEAR },
          { stream: 'cycle-4', dueAt: NEW_YEAR },
          { stream: 'cycle-2', dueAt: LATER },
        ];
        expect(await dueAt(LATER)).toEqual(expected);
        expect(await dueAt(LATER, 'cycle', 2)).toEqual(expected.slice(0, 2));
        expect(await dueAt(LATER, 'order')).toEqual([]);
      });

      it('know the earliest of several categories', async () => {
        await due('cycle-1', 0, LATER);
        await due('payment-1', 0, NEW_YEAR);
        expect(await side.nextDueAt(['cycle', 'payment'])).toBe(NEW_YEAR);
        expect(await side.nextDueAt(['cycle'])).toBe(LATER);
        expect(await side.nextDueAt(['order'])).toBeUndefined();
        expect(await side.nextDueAt([])).toBeUndefined();
      });

      it('are moved and cleared by what was said later', async () => {
        await due('cycle-1', 0, NEW_YEAR);
        await due('cycle-1', 1, LATER);
        expect(await dueAt(NEW_YEAR)).toEqual([]);
        await due('cycle-1', 2, null);
        expect(await side.nextDueAt(['cycle'])).toBeUndefined();
        await due('cycle-1', 3, NEW_YEAR);
        expect(await side.nextDueAt(['cycle'])).toBe(NEW_YEAR);
      });

      it('are not changed by what was said before, even when it comes later', async () => {
        await due('cycle-1', 5, LATER);
        await due('cycle-1', 4, NEW_YEAR);
        expect(await side.nextDueAt(['cycle'])).toBe(LATER);
        await due('cycle-1', 6, null);
        await due('cycle-1', 5, LATER);
        expect(await side.nextDueAt(['cycle'])).toBeUndefined();
      });

      it('may be said again, and twice in one go', async () => {
        await due('cycle-1', 5, LATER);
        await due('cycle-1', 5, LATER);
        await side.saveDue([
          { stream: 'cycle-2', revision: 1, dueAt: NEW_YEAR },
          { stream: 'cycle-2', revision: 3, dueAt: LATER },
          { stream: 'cycle-2', revision: 2, dueAt: null },
        ]);
        expect(await dueAt(LATER)).toEqual([
          { stream: 'cycle-1', dueAt: LATER },
          { stream: 'cycle-2', dueAt: LATER },
        ]);
      });

      it('may be as many as a page has', async () => {
        const changes = Array.from({ length: 1_000 }, (_, n) => ({
          stream: `cycle-${n}`,
          revision: 0,
          dueAt: NEW_YEAR,
        }));
        await side.saveDue(changes, 1_000);
        expect(await dueAt(NEW_YEAR, 'cycle', 2_000)).toHaveLength(1_000);
      });
    });

    it('knows up to where due dates were taken over, which never goes back', async () => {
      expect(await side.followedTo()).toBe(0);
      await side.saveDue([], 2 ** 40);
      await side.saveDue([{ stream: 'cycle-1', revision: 0, dueAt: NEW_YEAR }]);
      expect(await side.followedTo()).toBe(2 ** 40);
      await side.saveDue([], 17);
      expect(await side.followedTo()).toBe(2 ** 40);
    });

    it('keeps the last snapshot of a stream', async () => {
      const state = { status: 'shipped', note: 'Größe \u2028 "x"', list: [1, null, { a: 0.1 }] };
      expect(await side.loadSnapshot('order-1')).toBeUndefined();
      await side.saveSnapshot('order-1', { revision: 199, version: 1, state: {} });
      await side.saveSnapshot('order-1', { revision: 399, version: 2, state });
      await side.saveSnapshot('order-2', { revision: 9, version: 1, state: null });
      expect(await side.loadSnapshot('order-1')).toEqual({ revision: 399, version: 2, state });
      expect(await side.loadSnapshot('order-2')).toEqual({ revision: 9, version: 1, state: null });
    });

    it('keeps the first answer given under a key', async () => {
      expect(await side.findReply('key-1')).toBeUndefined();
      await Promise.all([
        side.saveReply(reply('key-1')),
        side.saveReply({ ...reply('key-1'), status: 500, body: '' }),
      ]);
      await side.saveReply({ ...reply('key-1'), status: 500, body: '' });
      expect(await side.findReply('key-1')).toEqual(reply('key-1'));
    });

    it('forgets answers given before an instant', async () => {
      for (let n = 0; n < 3; n += 1) await side.saveReply(reply(`old-${n}`, NEW_YEAR));
      await side.saveReply(reply('new', LATER));
      await side.purgeReplies(LATER);
      expect(await side.findReply('old-0')).toBeUndefined();
      expect(await side.findReply('old-2')).toBeUndefined();
      expect(await side.findReply('new')).toEqual(reply('new', LATER));
    });

    it('has what it has acknowledged when it is opened again', async () => {
      await side.saveDue([{ stream: 'cycle-1', revision: 7, dueAt: NEW_YEAR }], 4_711);
      await side.saveSnapshot('order-1', { revision: 9, version: 1, state: { a: 1 } });
      await side.saveReply(reply('key-1'));
      await side.close();
      side = await harness.reopen();
      expect(await dueAt(NEW_YEAR)).toEqual([{ stream: 'cycle-1', dueAt: NEW_YEAR }]);
      expect(await side.followedTo()).toBe(4_711);
      expect(await side.loadSnapshot('order-1')).toMatchObject({ revision: 9 });
      expect(await side.findReply('key-1')).toEqual(reply('key-1'));
      await due('cycle-1', 6, FAR);
      expect(await side.nextDueAt(['cycle'])).toBe(NEW_YEAR);
    });

    it('shows at once to all who have it open what one of them keeps', async () => {
      const other = await harness.reopen();
      await due('cycle-1', 0, NEW_YEAR);
      await side.saveReply(reply('key-1'));
      expect(await other.dueStreams('cycle', NEW_YEAR, 10)).toHaveLength(1);
      await other.saveReply({ ...reply('key-1'), status: 500 });
      await other.saveDue([{ stream: 'cycle-1', revision: 1, dueAt: null }]);
      expect(await side.findReply('key-1')).toEqual(reply('key-1'));
      expect(await side.nextDueAt(['cycle'])).toBeUndefined();
      await other.close();
    });
  });
}
