export interface AgentTerms {
  readonly agentId: string;
  readonly name: string;
  readonly callCentreId: string;
}

export type AgentEvent =
  | { readonly type: 'agent.registered.v1'; readonly data: AgentTerms }
  | {
      readonly type: 'agent.moved.v1';
      readonly data: { readonly from: string; readonly to: string };
    }
  | { readonly type: 'agent.left.v1'; readonly data: { readonly reason: string } };
