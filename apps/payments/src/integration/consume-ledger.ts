import {
  COMMISSION_ACCRUED,
  COMMISSION_REVERSED,
  type CommissionAccrued,
  type CommissionReversed,
} from '@continuo/contracts/commissions';
import { PAYMENT_CAPTURED, type PaymentCaptured } from '@continuo/contracts/payments';
import {
  PROGRAM_PREPAID,
  type ProgramPrepaid,
  SUBSCRIPTION_CANCELLED,
  type SubscriptionCancelled,
} from '@continuo/contracts/subscriptions';
import { CLOCK, type Clock } from '@continuo/kernel/clock';
import { type IntegrationMessage, contextFor } from '@continuo/messaging/message';
import { OnMessage } from '@continuo/messaging/on-message';
import { Controller, Inject } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { Payload } from '@nestjs/microservices';
import { RecordCommissionClaimCommand } from '../application/record-commission-claim/record-commission-claim.command';
import { RecordPrepaymentCommand } from '../application/record-prepayment/record-prepayment.command';

const GROUP = 'payments';

/** What happens elsewhere and is posted to the ledger here, an event of its own for each entry. */
@Controller()
export class LedgerConsumer {
  constructor(
    private readonly commands: CommandBus,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @OnMessage(COMMISSION_ACCRUED.type, GROUP)
  async accrue(@Payload() message: IntegrationMessage<CommissionAccrued>): Promise<void> {
    const context = this.contextOf(message, 'record-commission-claim');
    const command = { type: 'accrue', claim: claimOf(message) } as const;
    await this.commands.execute(new RecordCommissionClaimCommand(command, context));
  }

  @OnMessage(COMMISSION_REVERSED.type, GROUP)
  async reverse(@Payload() message: IntegrationMessage<CommissionReversed>): Promise<void> {
    const context = this.contextOf(message, 'record-commission-claim');
    const reversesLineId = message.data.reverses_line_id;
    const command = { type: 'reverse', claim: claimOf(message), reversesLineId } as const;
    await this.commands.execute(new RecordCommissionClaimCommand(command, context));
  }

  @OnMessage(PROGRAM_PREPAID.type, GROUP)
  async defer(@Payload() message: IntegrationMessage<ProgramPrepaid>): Promise<void> {
    const { data } = message;
    const term = {
      subscriptionId: data.subscription_id,
      customerId: data.customer_id,
      orderId: data.order_id,
      lineId: data.line_id,
      currency: data.currency,
      firstCycle: data.first_cycle,
      shipments: data.shipments,
      goodsMinor: data.goods_minor,
    };
    const context = this.contextOf(message, 'defer-revenue');
    await this.commands.execute(
      new RecordPrepaymentCommand(term.subscriptionId, { type: 'defer', term }, context),
    );
  }

  /** A package of a cycle has left, whether or not anything was to be taken for it. */
  @OnMessage(PAYMENT_CAPTURED.type, GROUP)
  async recognise(@Payload() message: IntegrationMessage<PaymentCaptured>): Promise<void> {
    const { origin, order_id: cycleOrderId, package_id } = message.data;
    if (origin.kind !== 'program' || package_id === null) return;
    const context = this.contextOf(message, 'recognise-revenue');
    const command = { type: 'recognise', cycle: origin.cycle, cycleOrderId } as const;
    await this.commands.execute(
      new RecordPrepaymentCommand(origin.subscription_id, command, context),
    );
  }

  @OnMessage(SUBSCRIPTION_CANCELLED.type, GROUP)
  async release(@Payload() message: IntegrationMessage<SubscriptionCancelled>): Promise<void> {
    const { subscription_id, reason } = message.data;
    const context = this.contextOf(message, 'release-deferred-revenue');
    await this.commands.execute(
      new RecordPrepaymentCommand(subscription_id, { type: 'release', reason }, context),
    );
  }

  private contextOf(message: IntegrationMessage, effect: string) {
    return contextFor(message, effect, GROUP, this.clock.now());
  }
}

function claimOf({ id, data }: IntegrationMessage<CommissionAccrued>) {
  return {
    commissionLineId: data.commission_line_id,
    orderId: data.order_id,
    agentId: data.agent_id,
    currency: data.currency,
    amountMinor: data.amount_minor,
    messageId: id,
  };
}
