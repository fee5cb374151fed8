import { DueNotes } from './due-notes';
import type { DueChange } from './record-side';

describe('notes of due dates', () => {
  const change = (revision: number): DueChange => ({ stream: 'order-1', revision, dueAt: null });
  const saved: (readonly DueChange[])[] = [];
  let settle: { done: () => void; failed: (error: Error) => void }[];
  const side = {
    saveDue: (changes: readonly DueChange[]) => {
      saved.push(changes);
      return new Promise<void>((done, failed) => settle.push({ done, failed }));
    },
  };
  const turn = () => new Promise((resolve) => setImmediate(resolve));
  let notes: DueNotes;
  beforeEach(() => {
    saved.length = 0;
    settle = [];
    notes = new DueNotes(side, 1_000);
  });

  it('are saved together when they come while others are saved, in their order', async () => {
    const first = notes.note(change(1));
    await turn();
    const later = [notes.note(change(2)), notes.note(change(3))];
    await turn();
    expect(saved).toEqual([[change(1)]]);
    settle[0]!.done();
    await first;
    await turn();
    expect(saved).toEqual([[change(1)], [change(2), change(3)]]);
    settle[1]!.done();
    await Promise.all(later);
  });

  it('fail with those they were gathered with, and not with later ones', async () => {
    const first = notes.note(change(1));
    await turn();
    const second = notes.note(change(2));
    settle[0]!.failed(new Error('no room'));
    await expect(first).rejects.toThrow('no room');
    await turn();
    settle[1]!.done();
    await second;
  });
});
