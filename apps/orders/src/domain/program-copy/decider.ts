import { type Decider, never } from '@continuo/kernel/decider';
import type {
  ProgramCancellation,
  ProgramChange,
  ProgramCopyEvent,
  ProgramNotice,
  StartedProgram,
} from './events';

/** Only what keeps a message from counting twice: what is shown comes from read models and the events. */
export interface ProgramCopyState {
  readonly status: 'none' | 'running' | 'cancelled';
}

export type ProgramCopyCommand =
  | { readonly kind: 'learn-start'; readonly program: StartedProgram }
  | { readonly kind: 'learn-change'; readonly change: ProgramChange }
  | { readonly kind: 'learn-notice'; readonly notice: ProgramNotice }
  | { readonly kind: 'learn-cancellation'; readonly cancellation: ProgramCancellation };

function decide(command: ProgramCopyCommand, state: ProgramCopyState): readonly ProgramCopyEvent[] {
  switch (command.kind) {
    case 'learn-start':
      if (state.status !== 'none') return [];
      return [{ type: 'program-copy.started.v1', data: command.program }];
    case 'learn-change':
      return [{ type: 'program-copy.changed.v2', data: command.change }];
    case 'learn-notice':
      return [{ type: 'program-copy.notice-due.v1', data: command.notice }];
    case 'learn-cancellation':
      if (state.status === 'cancelled') return [];
      return [{ type: 'program-copy.cancelled.v2', data: command.cancellation }];
    default:
      return never(command);
  }
}

function evolve(state: ProgramCopyState, event: ProgramCopyEvent): ProgramCopyState {
  switch (event.type) {
    case 'program-copy.started.v1':
    case 'program-copy.changed.v2':
      return { status: 'running' };
    case 'program-copy.notice-due.v1':
      return state;
    case 'program-copy.cancelled.v2':
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
