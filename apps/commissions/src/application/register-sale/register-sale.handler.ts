import { CommandRunner } from '@continuo/event-store/command-runner';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { PlanVersion } from '../../domain/commission-plan/events';
import { governingPlan } from '../../domain/commission-plan/state';
import type { PlacedSale } from '../../domain/commission/decider';
import { COMMISSION, PLAN_BOOK, PLAN_BOOK_ID } from '../aggregates';
import { RegisterSaleCommand } from './register-sale.command';

/** Finds the plan version in force when the sale was made, however late the message comes. */
@CommandHandler(RegisterSaleCommand)
export class RegisterSaleHandler implements ICommandHandler<RegisterSaleCommand> {
  constructor(private readonly runner: CommandRunner) {}

  async execute({ sale, context }: RegisterSaleCommand): Promise<void> {
    const plan = sale.agentId === null ? null : await this.planFor(sale);
    const command = { type: 'register-sale', sale, plan } as const;
    await this.runner.execute(COMMISSION, sale.orderId, command, context, { likelyNew: true });
  }

  private async planFor({ callCentreId, placedAt }: PlacedSale): Promise<PlanVersion | null> {
    const { state: book } = await this.runner.load(PLAN_BOOK, PLAN_BOOK_ID);
    return governingPlan(book, callCentreId, placedAt);
  }
}
