import { type Decider, fold } from '@continuo/kernel/decider';
import { DomainError } from '@continuo/kernel/domain-error';

/**
 * Given these events, when this command, then exactly these events:
 * `given(orderDecider, [placed]).when(cancel).then([cancelled])`, `.thenFails('order-shipped')`,
 * `.thenNothing()` for a command that was carried out before.
 */
export function given<Command, Event, State>(
  decider: Decider<Command, Event, State>,
  events: readonly Event[],
): { when(command: Command): Outcome<Event, State>; readonly state: State } {
  const state = fold<Event, State>(decider, events);
  return {
    state,
    when: (command) => new Outcome(decider, state, () => decider.decide(command, state)),
  };
}

/** What a command brought about, or why it was refused. */
class Outcome<Event, State> {
  readonly events: readonly Event[] = [];
  readonly error?: Error;

  constructor(
    private readonly decider: Pick<Decider<never, Event, State>, 'evolve'>,
    private readonly before: State,
    decide: () => readonly Event[],
  ) {
    try {
      this.events = decide();
    } catch (error) {
      this.error = error as Error;
    }
  }

  /** Answers no promise look-alike, so that a test may return it. */
  then(expected: readonly Event[]): { readonly state: State } {
    if (this.error) throw this.error;
    expect(this.events).toEqual(expected);
    return { state: this.state };
  }

  /** The command was carried out before: it has no second effect. */
  thenNothing(): { readonly state: State } {
    return this.then([]);
  }

  /** Refused with this code, and at least this data. */
  thenFails(code: string, data: Readonly<Record<string, unknown>> = {}): void {
    if (!this.error) throw new Error(`expected ${code}, got events ${JSON.stringify(this.events)}`);
    if (!(this.error instanceof DomainError)) throw this.error;
    expect(this.error.code).toBe(code);
    expect(this.error.data).toMatchObject(data);
  }

  /** The state after the command's events. */
  get state(): State {
    if (this.error) throw this.error;
    return fold({ evolve: this.decider.evolve, initialState: () => this.before }, this.events);
  }
}
