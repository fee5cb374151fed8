import {
  CYCLE_DUE,
  type CycleDue,
  NOTICE_DUE,
  type NoticeDue,
  PLAN_PUBLISHED,
  type PlanPublished,
  SUBSCRIPTION_CANCELLED,
  SUBSCRIPTION_CHANGED,
  SUBSCRIPTION_STARTED,
  type SubscriptionCancelled,
  type SubscriptionChanged,
  type SubscriptionStarted,
} from '@continuo/contracts/subscriptions';
import { CLOCK, type Clock } from '@continuo/kernel/clock';
import { DomainError } from '@continuo/kernel/domain-error';
import { contextFor, type IntegrationMessage } from '@continuo/messaging/message';
import { OnMessage } from '@continuo/messaging/on-message';
import { Controller, Inject } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { Payload } from '@nestjs/microservices';
import { orderAggregate, planCopyAggregate, programCopyAggregate } from '../application/aggregates';
import { CarryOut } from '../application/carry-out/carry-out.command';
import { PlaceCycleOrder } from '../application/place-cycle-order/place-cycle-order.command';
import type { ProgramCopyCommand } from '../domain/program-copy/decider';
import {
  doingOf,
  dueCycleOf,
  programChangeOf,
  programNoticeOf,
  publishedPlanOf,
  startedProgramOf,
} from './subscription-messages';

/** Plans that may be sold, programs that run, and their cycles that fall due. */
@Controller()
export class SubscriptionsConsumer {
  constructor(
    private readonly commands: CommandBus,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @OnMessage(PLAN_PUBLISHED.type, 'orders')
  async planPublished(@Payload() message: IntegrationMessage<PlanPublished>): Promise<void> {
    const plan = publishedPlanOf(message.data);
    const context = contextFor(message, 'learn-version', 'orders', this.clock.now());
    const command = { kind: 'learn-version', plan } as const;
    await this.commands.execute(new CarryOut(planCopyAggregate, plan.planId, command, context));
  }

  @OnMessage(CYCLE_DUE.type, 'orders')
  async cycleDue(@Payload() message: IntegrationMessage<CycleDue>): Promise<void> {
    const context = contextFor(message, 'place-cycle-order', 'orders', this.clock.now());
    await this.commands.execute(new PlaceCycleOrder(dueCycleOf(message.data), context));
  }

  @OnMessage(SUBSCRIPTION_STARTED.type, 'orders')
  async started(@Payload() message: IntegrationMessage<SubscriptionStarted>): Promise<void> {
    await this.learn(message, message.data.subscription_id, {
      kind: 'learn-start',
      program: startedProgramOf(message.data),
    });
  }

  @OnMessage(SUBSCRIPTION_CHANGED.type, 'orders')
  async changed(@Payload() message: IntegrationMessage<SubscriptionChanged>): Promise<void> {
    const change = programChangeOf(message);
    await this.learn(message, change.subscriptionId, { kind: 'learn-change', change });
  }

  @OnMessage(NOTICE_DUE.type, 'orders')
  async noticeDue(@Payload() message: IntegrationMessage<NoticeDue>): Promise<void> {
    const notice = programNoticeOf(message);
    await this.learn(message, notice.subscriptionId, { kind: 'learn-notice', notice });
  }

  @OnMessage(SUBSCRIPTION_CANCELLED.type, 'orders')
  async cancelled(@Payload() message: IntegrationMessage<SubscriptionCancelled>): Promise<void> {
    const { subscription_id, reason } = message.data;
    await this.learn(message, subscription_id, {
      kind: 'learn-cancellation',
      cancellation: { subscriptionId: subscription_id, reason, doing: doingOf(message) },
    });
    for (const { order_id } of message.data.open_orders ?? []) {
      await this.cancelCycleOrder(message, order_id, reason);
    }
  }

  /** No charge after an acknowledged cancellation: what has left is the customer's, the rest is stopped. */
  private async cancelCycleOrder(message: IntegrationMessage, orderId: string, reason: string) {
    const context = contextFor(message, `cancel ${orderId}`, 'orders', this.clock.now());
    const command = { kind: 'cancel', reason } as const;
    try {
      await this.commands.execute(new CarryOut(orderAggregate, orderId, command, context));
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
    }
  }

  private async learn(message: IntegrationMessage, id: string, command: ProgramCopyCommand) {
    const context = contextFor(message, command.kind, 'orders', this.clock.now());
    await this.commands.execute(new CarryOut(programCopyAggregate, id, command, context));
  }
}
