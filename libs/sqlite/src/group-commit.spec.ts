import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GroupCommit } from './group-commit';
import { openDatabase } from './open-database';
import type { NoteOp } from './testing/notes-handler';
import { OperationRefusedError, StorageFullError, WriterStoppedError } from './writer-errors';

const SQLITE_IOERR_FSYNC = 1034;
const SQLITE_FULL = 13;

describe('GroupCommit', () => {
  let directory: string;
  let file: string;
  let writer: GroupCommit<NoteOp, number>;
  const stopped = jest.fn<void, [Error]>();

  beforeEach(async () => {
    stopped.mockReset();
    directory = mkdtempSync(join(tmpdir(), 'continuo-'));
    file = join(directory, 'notes.db');
    writer = await GroupCommit.open({
      file,
      handlerModule: join(__dirname, 'testing/notes-handler'),
      onStopped: stopped,
    });
  });

  afterEach(async () => {
    await writer.close();
    rmSync(directory, { recursive: true });
  });

  function notes(): { note: string; batch: number }[] {
    const db = openDatabase({ file, readOnly: true });
    const rows = db.prepare('SELECT note, batch FROM notes ORDER BY id').all();
    db.close();
    return rows.map(({ note, batch }) => ({ note, batch }));
  }

  it('writes what is submitted in one turn in one transaction, in order', async () => {
    const ids = await Promise.all(['a', 'b', 'c'].map((note) => writer.submit({ note })));
    expect(ids).toEqual([1, 2, 3]);
    expect(notes()).toEqual(['a', 'b', 'c'].map((note) => ({ note, batch: 1 })));
  });

  it('gathers what comes while it is busy into the next batch', async () => {
    const pending: Promise<number>[] = [];
    for (let n = 0; n < 200; n += 1) {
      pending.push(writer.submit({ note: `${n}` }));
      await new Promise((resolve) => setImmediate(resolve));
    }
    await Promise.all(pending);
    const written = notes();
    expect(written.map(({ note }) => note)).toEqual(pending.map((_, n) => `${n}`));
    expect(written.at(-1)?.batch).toBeLessThan(200);
  });

  it('begins with the first of many before the last is submitted', async () => {
    const pending: Promise<number>[] = [];
    while (notes().length === 0 && pending.length < 100_000) {
      for (let n = 0; n < 100; n += 1) pending.push(writer.submit({ note: `${n}` }));
    }
    expect(notes()).not.toEqual([]);
    await Promise.all(pending);
  });

  it('lets an operation be refused without harm to the others', async () => {
    const [before, refused, after] = await Promise.allSettled([
      writer.submit({ note: 'before' }),
      writer.submit({ refuse: 'no' }),
      writer.submit({ note: 'after' }),
    ]);
    expect(before.status).toBe('fulfilled');
    expect(refused).toEqual({
      status: 'rejected',
      reason: new OperationRefusedError({ because: 'no' }),
    });
    expect(refused.status === 'rejected' && refused.reason.reason).toEqual({ because: 'no' });
    expect(after.status).toBe('fulfilled');
    expect(notes().map(({ note }) => note)).toEqual(['before', 'after']);
  });

  it('undoes an operation that throws, and only that one', async () => {
    const answers = await Promise.allSettled([
      writer.submit({ note: 'before' }),
      writer.submit({ explode: 'bang' }),
      writer.submit({ note: 'after' }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(notes().map(({ note }) => note)).toEqual(['before', 'after']);
    await expect(writer.submit({ explode: 'alone' })).rejects.toThrow('alone');
    expect(stopped).not.toHaveBeenCalled();
  });

  it('fails the batch when the disk is full, and serves again later', async () => {
    const answers = await Promise.allSettled([
      writer.submit({ note: 'lost' }),
      writer.submit({ failCommit: SQLITE_FULL }),
    ]);
    for (const answer of answers) {
      expect(answer).toEqual({ status: 'rejected', reason: expect.any(StorageFullError) });
    }
    await writer.submit({ note: 'kept' });
    expect(notes().map(({ note }) => note)).toEqual(['kept']);
  });

  it('stops for good when a commit fails on the disk', async () => {
    const answers = await Promise.allSettled([
      writer.submit({ note: 'unknown' }),
      writer.submit({ failCommit: SQLITE_IOERR_FSYNC }),
    ]);
    for (const answer of answers) {
      expect(answer).toEqual({ status: 'rejected', reason: expect.any(WriterStoppedError) });
    }
    expect(stopped).toHaveBeenCalledTimes(1);
    await expect(writer.submit({ note: 'later' })).rejects.toThrow(WriterStoppedError);
    expect(notes()).toEqual([]);
  });

  it('writes what was submitted before it closes, and nothing after', async () => {
    const pending = Array.from({ length: 2_500 }, (_, n) => writer.submit({ note: `${n}` }));
    const closing = writer.close();
    await expect(writer.submit({ note: 'late' })).rejects.toThrow('it was closed');
    await closing;
    await Promise.all(pending);
    expect(notes()).toHaveLength(2_500);
    expect(stopped).not.toHaveBeenCalled();
  });

  it('says why a file cannot be opened', async () => {
    const opening = GroupCommit.open({
      file: join(directory, 'missing', 'notes.db'),
      handlerModule: join(__dirname, 'testing/notes-handler'),
    });
    await expect(opening).rejects.toThrow('unable to open database file');
  });
});
