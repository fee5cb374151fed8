/** The disk is full: nothing of the batch was written; the same operation may be tried again later. */
export class StorageFullError extends Error {
  readonly code = 'storage_full';
  constructor(readonly file: string) {
    super(
      `There is no space left for ${file}: nothing was written. Free some space and try again.`,
    );
    this.name = 'StorageFullError';
  }
}

/** The writer was closed, or no longer knows what is on the disk: it writes no more. */
export class WriterStoppedError extends Error {
  constructor(file: string, reason: string, options?: ErrorOptions) {
    super(`${file} accepts no more writes: ${reason}`, options);
    this.name = 'WriterStoppedError';
  }
}

/** The handler refused this operation; `reason` is the handler's own. */
export class OperationRefusedError extends Error {
  constructor(readonly reason: unknown) {
    super('the operation was refused');
    this.name = 'OperationRefusedError';
  }
}
