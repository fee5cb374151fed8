import { type Decider, never } from '@continuo/kernel/decider';
import type { ProgramChange, ProgramCopyEvent, StartedProgram } from './events';

/** Only what keeps a message from counting twice: what is shown comes from the read model. */
export interface ProgramCopyState {
  readonly status: 'none' | 'running' | 'cancelled';
}

export type ProgramCopyCommand =
  | { readonly kind: 'learn-start'; readonly program: StartedProgram }
  | { readonly kind: 'learn-change'; readonly change: ProgramChange }
  | {
      readonly kind: 'learn-cancellation';
      readonly subscriptionId: string;
      readonly reason: string;
    };

function decide(command: ProgramCopyCommand, state: ProgramCopyState): readonly ProgramCopyEvent[] {
  switch (command.kind) {
    case 'learn-start':
      if (state.status !== 'none') return [];
      return [{ type: 'program-copy.started.v1', data: command.program }];
    case 'learn-change':
      return [{ type: 'program-copy.changed.v1', data: command.change }];
    case 'learn-cancellation': {
      if (state.status === 'cancelled') return [];
      const { subscriptionId, reason } = command;
      return [{ type: 'program-copy.cancelled.v1', data: { subscriptionId, reason } }];
    }
    default:
      return never(command);
  }
}

function evolve(_state: ProgramCopyState, event: ProgramCopyEvent): ProgramCopyState {
  switch (event.type) {
    case 'program-copy.started.v1':
    case 'program-copy.changed.v1':
      return { status: 'running' };
    case 'program-copy.cancelled.v1':
      return { status: 'cancelled' };
    default:
      return never(event);
  }
}

export const programCopyDecider: Decider<ProgramCopyCommand, ProgramCopyEvent, ProgramCopyState> = {
  decide,
  evolve,
  initialState: () => ({ status: 'none' }),
};
