import type { IntegrationMessage } from '@continuo/messaging/message';
import type { ParkedMessage } from '@continuo/messaging/messaging';
import type { Parking } from '@continuo/messaging/parking';
import { NOW } from './examples';

/** One adapter over one durable place: opened again, it has what was parked. */
export interface ParkingHarness {
  open(): Promise<Parking>;
  dispose(): Promise<void>;
}

const message = (id: string, subject: string, position: number): IntegrationMessage => ({
  id,
  subject,
  position,
  type: 'continuo.library.book-lent.v1',
  source: '/continuo/library',
  sequence: position,
  time: NOW,
  actor: { kind: 'system', id: 'library' },
  correlationId: 'cor-1',
  data: { words: 'Ünïcødé "quoted"' },
});
const parked = (id: string, subject: string, position: number, group = 'post'): ParkedMessage => ({
  group,
  message: message(id, subject, position),
  reason: `because of ${id}`,
  attempts: 3,
  parkedAt: NOW,
});

/** What every {@link Parking} does. */
export function parkingContract(adapter: string, create: () => Promise<ParkingHarness>): void {
  describe(`${adapter} as parking`, () => {
    let harness: ParkingHarness;
    let parking: Parking;
    beforeEach(async () => {
      harness = await create();
      parking = await harness.open();
    });
    afterEach(() => harness.dispose());

    it('keeps what is parked, once, and finds it again after a restart', async () => {
      await parking.park(parked('m1', 'a', 5));
      await parking.park({ ...parked('m1', 'a', 5), reason: 'another' });
      parking = await harness.open();
      expect(await parking.list()).toEqual([parked('m1', 'a', 5)]);
      expect(await parking.find('post', 'm1')).toEqual(parked('m1', 'a', 5));
      expect(await parking.find('post', 'm2')).toBeUndefined();
      expect(await parking.find('other', 'm1')).toBeUndefined();
    });

    it('lists by group and position, and knows the first of every subject', async () => {
      const all = [
        parked('m1', 'a', 10),
        parked('m2', 'b', 9),
        parked('m3', 'a', 2),
        parked('m1', 'a', 10, 'bank'),
      ];
      for (const one of all) await parking.park(one);
      const ids = async (group?: string) =>
        (await parking.list(group)).map((one) => `${one.group} ${one.message.id}`);
      expect(await ids()).toEqual(['bank m1', 'post m3', 'post m2', 'post m1']);
      expect(await ids('bank')).toEqual(['bank m1']);
      expect(await parking.heads('post')).toEqual(
        new Map([
          ['a', { id: 'm3', position: 2 }],
          ['b', { id: 'm2', position: 9 }],
        ]),
      );
      expect((await parking.first('post', 'a'))?.message.id).toBe('m3');
      expect(await parking.first('post', 'c')).toBeUndefined();
    });

    it('forgets what was delivered after all', async () => {
      for (const [index, id] of ['m1', 'm2'].entries()) await parking.park(parked(id, 'a', index));
      await parking.remove('post', 'm1');
      expect((await parking.first('post', 'a'))?.message.id).toBe('m2');
      expect(await parking.droppedAfter('post', -1)).toEqual(new Set());
    });

    it('says of the others of a subject that they wait behind what failed again', async () => {
      for (const [index, id] of ['m1', 'm2'].entries()) await parking.park(parked(id, 'a', index));
      await parking.park(parked('m3', 'b', 7));
      const parkedAt = '2026-12-01T00:00:00.000Z';
      await parking.failedAgain({
        ...parked('m1', 'a', 0),
        reason: 'still',
        attempts: 4,
        parkedAt,
      });
      expect(await parking.list('post')).toMatchObject([
        { reason: 'still', attempts: 4, parkedAt },
        { reason: 'waits behind m1', attempts: 3, parkedAt: NOW },
        { reason: 'because of m3' },
      ]);
    });

    it('gives up for good, and says which, after a position', async () => {
      await parking.park(parked('m1', 'a', 5));
      await parking.park(parked('m2', 'a', 8));
      await parking.drop('post', 'm1', 'sent by hand', NOW);
      await parking.drop('post', 'm2', 'sent by hand', NOW);
      await parking.drop('post', 'unknown', 'sent by hand', NOW);
      parking = await harness.open();
      expect(await parking.list()).toEqual([]);
      expect(await parking.droppedAfter('post', 4)).toEqual(new Set(['m1', 'm2']));
      expect(await parking.droppedAfter('post', 5)).toEqual(new Set(['m2']));
      expect(await parking.droppedAfter('other', 0)).toEqual(new Set());
    });
  });
}
