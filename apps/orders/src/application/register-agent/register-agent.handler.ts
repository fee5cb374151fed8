import { CommandRunner, type Outcome } from '@continuo/event-store/command-runner';
import { CommandHandler } from '@nestjs/cqrs';
import type { AgentState } from '../../domain/agent/decider';
import type { AgentEvent } from '../../domain/agent/events';
import { agentAggregate } from '../aggregates';
import { CatalogueCheck } from '../selling/catalogue-check';
import { RegisterAgent } from './register-agent.command';

@CommandHandler(RegisterAgent)
export class RegisterAgentHandler {
  constructor(
    private readonly runner: CommandRunner,
    private readonly catalogue: CatalogueCheck,
  ) {}

  async execute({ terms, context }: RegisterAgent): Promise<Outcome<AgentEvent, AgentState>> {
    await this.catalogue.requireCallCentre(terms.callCentreId);
    return this.runner.execute(agentAggregate, terms.agentId, { kind: 'register', terms }, context);
  }
}
