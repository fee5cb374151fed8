/**
 * The rules of one aggregate as three pure functions. Time, ids and prices arrive inside the
 * command; `decide` answers the events that follow from it, none when the command was carried out
 * before, and throws a {@link DomainError} when it must not be asked.
 */
export interface Decider<Command, Event, State> {
  readonly decide: (command: Command, state: State) => readonly Event[];
  readonly evolve: (state: State, event: Event) => State;
  readonly initialState: () => State;
}

/** Folds events over a state, oldest first. */
export function fold<Event, State>(
  decider: Pick<Decider<never, Event, State>, 'evolve' | 'initialState'>,
  events: Iterable<Event>,
  from: State = decider.initialState(),
): State {
  let state = from;
  for (const event of events) state = decider.evolve(state, event);
  return state;
}

/** Closes a switch over a union: a case that was forgotten does not compile. */
export function never(value: never): never {
  throw new Error(`unexpected variant: ${JSON.stringify(value)}`);
}
