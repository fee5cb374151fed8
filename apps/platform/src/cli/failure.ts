/** What went wrong, for a person: printed without a stack, with the exit code of the process. */
export class CommandFailure extends Error {
  constructor(
    message: string,
    /** 1: the command failed; 2: it was called wrongly. */
    readonly exitCode: 1 | 2 = 1,
  ) {
    super(message);
    this.name = 'CommandFailure';
  }
}
