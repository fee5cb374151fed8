import type { Outcome } from '@continuo/event-store/command-runner';
import type { CommandContext } from '@continuo/kernel/command-context';
import { Command } from '@nestjs/cqrs';
import type { AgentState } from '../../domain/agent/decider';
import type { AgentEvent, AgentTerms } from '../../domain/agent/events';

export class RegisterAgent extends Command<Outcome<AgentEvent, AgentState>> {
  constructor(
    readonly terms: AgentTerms,
    readonly context: CommandContext,
  ) {
    super();
  }
}
