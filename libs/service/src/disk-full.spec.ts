import { StorageFullError } from '@continuo/event-store/errors';
import { diskFull } from './disk-full';

describe('a full disk', () => {
  it.each([
    Object.assign(new Error("ENOSPC: no space left on device, mkdir '/data'"), { code: 'ENOSPC' }),
    new Error('database or disk is full'),
    new StorageFullError(),
  ])('is said with what to do: %s', (error) => {
    expect(diskFull(error)).toMatch(/^The disk is full \(.+\)\. Free space .+start again\.$/s);
  });

  it.each([new Error('EACCES: permission denied'), 'ENOSPC', undefined])(
    'is nothing else: %s',
    (error) => expect(diskFull(error)).toBeUndefined(),
  );
});
