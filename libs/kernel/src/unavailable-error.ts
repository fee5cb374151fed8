/** What is needed does not answer at the moment; the same request may succeed a little later. */
export class UnavailableError extends Error {
  constructor(
    /** `read-store`, `access-keys`, ...: whose answer is missing. */
    readonly what: string,
    /** For the log: what was tried and how it failed. */
    detail: string,
    options?: ErrorOptions,
  ) {
    super(detail, options);
    this.name = 'UnavailableError';
  }
}
