import { CommandRunner } from '@continuo/event-store/command-runner';
import { localDateOf } from '@continuo/kernel/calendar';
import { deriveId } from '@continuo/kernel/ids';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type FirstOrderState, toldEarly } from '../../domain/first-order/decider';
import { planNotFound } from '../../domain/plan/errors';
import { shipped } from '../../domain/subscription/bundle';
import { versionOf } from '../../domain/plan/state';
import { FIRST_ORDER, PLAN, SUBSCRIPTION } from '../aggregates';
import { ownPolicies, programPlan } from './program-plan';
import {
  type ProgramLine,
  type SoldOrder,
  StartSubscriptionsCommand,
} from './start-subscriptions.command';

/** One program per line; its id follows from order and line, so an order released twice starts it once. */
@CommandHandler(StartSubscriptionsCommand)
export class StartSubscriptionsHandler implements ICommandHandler<StartSubscriptionsCommand> {
  constructor(private readonly runner: CommandRunner) {}

  async execute({ order, contextOf }: StartSubscriptionsCommand): Promise<void> {
    for (const line of order.lines) {
      const subscriptionId = deriveId('sub', order.orderId, line.lineId);
      const terms = await this.termsOf(subscriptionId, order, line);
      const command = { kind: 'start', terms } as const;
      const context = contextOf(`start ${line.lineId}`);
      const { state } = await this.runner.execute(SUBSCRIPTION, subscriptionId, command, context);
      if (state.status === 'none') continue;
      const { state: first } = await this.runner.load(FIRST_ORDER, order.orderId);
      if (state.runs.length > 0) await this.settleEarly(subscriptionId, line, first, contextOf);
      if (!state.awaitingReceipt || first.deliveredAt === null) continue;
      const receivedOn = localDateOf(first.deliveredAt, state.zone);
      const receiving = contextOf(`receipt ${line.lineId}`);
      const receipt = { kind: 'receipt', receivedOn, now: receiving.now } as const;
      await this.runner.execute(SUBSCRIPTION, subscriptionId, receipt, receiving);
    }
  }

  /** What became of the order before its prepaid program had started. */
  private async settleEarly(
    subscriptionId: string,
    { lineId }: ProgramLine,
    first: FirstOrderState,
    contextOf: StartSubscriptionsCommand['contextOf'],
  ): Promise<void> {
    for (const outcome of toldEarly(first, lineId)) {
      const command = { kind: 'settle', cycle: 1, outcome } as const;
      const context = contextOf(`settle-first ${lineId} ${outcome.news}`);
      await this.runner.execute(SUBSCRIPTION, subscriptionId, command, context);
    }
  }

  private async termsOf(subscriptionId: string, order: SoldOrder, line: ProgramLine) {
    const { orderId, customerId, currency, zone, placedOn, sale, shipTo, payment } = order;
    const { state } = await this.runner.load(PLAN, line.planId);
    const version = versionOf(state, line.planVersion);
    if (!version) throw planNotFound(`${line.planId} version ${line.planVersion}`);
    const { planId, planVersion } = line;
    const plan = programPlan(planId, planVersion, version, currency, line);
    const product = plan.products.find(({ sku }) => sku === line.sku);
    return {
      subscriptionId,
      customerId,
      orderId,
      lineId: line.lineId,
      currency,
      zone,
      sale,
      shipTo,
      plan,
      interval: line.interval,
      payment,
      startedOn: placedOn,
      trialDays: version.trialDays,
      policies: ownPolicies(version, currency),
      sku: line.sku,
      name: product?.name ?? line.name,
      quantity: line.quantity,
      ...(product?.components && { components: product.components.map(shipped) }),
      unitPriceMinor: line.unitPriceMinor,
      soldForMinor: line.soldForMinor,
    };
  }
}
