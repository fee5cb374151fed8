import { type Decider, never } from '@continuo/kernel/decider';
import { notFound } from '@continuo/kernel/domain-error';
import { alreadyExists } from '../catalogue';
import type { CallCentreEvent, CallCentreTerms } from './events';

export type CallCentreState =
  { readonly status: 'none' } | (CallCentreTerms & { readonly status: 'active' });

export type CallCentreCommand =
  | { readonly kind: 'register'; readonly terms: CallCentreTerms }
  | { readonly kind: 'rename'; readonly name: string };

function decide(command: CallCentreCommand, state: CallCentreState): readonly CallCentreEvent[] {
  switch (command.kind) {
    case 'register':
      if (state.status === 'none')
        return [{ type: 'call-centre.registered.v1', data: command.terms }];
      if (state.name === command.terms.name) return [];
      throw alreadyExists('call-centre', state.callCentreId);
    case 'rename':
      if (state.status === 'none') throw notFound('call-centre', 'with this id');
      if (state.name === command.name) return [];
      return [{ type: 'call-centre.renamed.v1', data: { from: state.name, to: command.name } }];
    default:
      return never(command);
  }
}

function evolve(state: CallCentreState, event: CallCentreEvent): CallCentreState {
  switch (event.type) {
    case 'call-centre.registered.v1':
      return { ...event.data, status: 'active' };
    case 'call-centre.renamed.v1':
      return state.status === 'none' ? state : { ...state, name: event.data.to };
    default:
      return never(event);
  }
}

export const callCentreDecider: Decider<CallCentreCommand, CallCentreEvent, CallCentreState> = {
  decide,
  evolve,
  initialState: () => ({ status: 'none' }),
};
