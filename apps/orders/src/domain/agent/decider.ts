import { type Decider, never } from '@continuo/kernel/decider';
import { notFound } from '@continuo/kernel/domain-error';
import { alreadyExists } from '../catalogue';
import type { AgentEvent, AgentTerms } from './events';

export interface KnownAgent extends AgentTerms {
  readonly status: 'active' | 'left';
}

export type AgentState = { readonly status: 'none' } | KnownAgent;

export type AgentCommand =
  | { readonly kind: 'register'; readonly terms: AgentTerms }
  | { readonly kind: 'move'; readonly callCentreId: string }
  | { readonly kind: 'leave'; readonly reason: string };

function decide(command: AgentCommand, state: AgentState): readonly AgentEvent[] {
  switch (command.kind) {
    case 'register': {
      const { terms } = command;
      if (state.status === 'none') return [{ type: 'agent.registered.v1', data: terms }];
      if (state.name === terms.name && state.callCentreId === terms.callCentreId) return [];
      throw alreadyExists('agent', state.agentId);
    }
    case 'move': {
      const from = known(state).callCentreId;
      if (from === command.callCentreId) return [];
      return [{ type: 'agent.moved.v1', data: { from, to: command.callCentreId } }];
    }
    case 'leave':
      if (known(state).status === 'left') return [];
      return [{ type: 'agent.left.v1', data: { reason: command.reason } }];
    default:
      return never(command);
  }
}

function known(state: AgentState): KnownAgent {
  if (state.status === 'none') throw notFound('agent', 'with this id');
  return state;
}

function evolve(state: AgentState, event: AgentEvent): AgentState {
  if (event.type === 'agent.registered.v1') return { ...event.data, status: 'active' };
  if (state.status === 'none') return state;
  switch (event.type) {
    case 'agent.moved.v1':
      return { ...state, callCentreId: event.data.to };
    case 'agent.left.v1':
      return { ...state, status: 'left' };
    default:
      return never(event);
  }
}

export const agentDecider: Decider<AgentCommand, AgentEvent, AgentState> = {
  decide,
  evolve,
  initialState: () => ({ status: 'none' }),
};
