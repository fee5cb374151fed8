import { UnavailableError } from '@continuo/kernel/unavailable-error';
/** Somebody else has appended since: load again and decide again. */
export class WrongExpectedRevisionError extends Error {
  constructor(
    readonly stream: string,
    readonly expectedRevision: number,
    readonly actualRevision: number,
  ) {
    super(`stream ${stream} is at revision ${actualRevision}, not ${expectedRevision}`);
    this.name = 'WrongExpectedRevisionError';
  }
}

/** The disk is full: nothing was written, reads go on, the same append may be tried again later. */
export class StorageFullError extends Error {
  readonly code = 'storage_full';
  constructor() {
    super(
      'The disk that holds the record is full: nothing was written. Free some space and try again.',
    );
    this.name = 'StorageFullError';
  }
}

/** The store does not know what is on the disk any more (fsync failed) or was closed: it writes no more. */
export class StoreStoppedError extends Error {
  constructor(reason: string, options?: ErrorOptions) {
    super(`The record accepts no more writes: ${reason}`, options);
    this.name = 'StoreStoppedError';
  }
}

/**
 * The record's server did not answer in time, although it was asked again and again: whether the last
 * append was carried out is not known. The same append again settles it.
 */
export class StoreUnavailableError extends UnavailableError {
  constructor(reason: string, options?: ErrorOptions) {
    super('store', `The record cannot be reached: ${reason}`, options);
    this.name = 'StoreUnavailableError';
  }
}

/** Somebody has deleted a stream in the store's own tools: the record is no longer whole. */
export class StreamDeletedError extends Error {
  constructor(readonly stream: string) {
    super(`Stream ${stream} was deleted in the store itself: restore the record from its back-up.`);
    this.name = 'StreamDeletedError';
  }
}

/** A stored event that no codec knows: written by a newer version, or by a hand. */
export class UnknownEventError extends Error {
  constructor(type: string, stream: string) {
    super(`event ${type} in stream ${stream} is unknown to this version of Continuo`);
    this.name = 'UnknownEventError';
  }
}
