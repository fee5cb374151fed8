import {
  COMMISSION_ACCRUED,
  COMMISSION_REVERSED,
  type CommissionAccrued,
  type CommissionReversed,
} from '@continuo/contracts/commissions';
import {
  PREPAID_SHIPMENT_LEFT,
  PREPAID_SHIPMENTS_LAPSED,
  type PrepaidShipmentLeft,
  type PrepaidShipmentsLapsed,
  PROGRAM_PREPAID,
  type ProgramPrepaid,
} from '@continuo/contracts/prepaid';
import { CLOCK, type Clock } from '@continuo/kernel/clock';
import { type IntegrationMessage, contextFor } from '@continuo/messaging/message';
import { OnMessage } from '@continuo/messaging/on-message';
import { Controller, Inject } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { Payload } from '@nestjs/microservices';
import { LapsePrepaymentCommand } from '../application/lapse-prepayment/lapse-prepayment.command';
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

  @OnMessage(PREPAID_SHIPMENT_LEFT.type, GROUP)
  async recognise(@Payload() message: IntegrationMessage<PrepaidShipmentLeft>): Promise<void> {
    const { subscription_id, order_id: orderId, line_id: lineId, cycle } = message.data;
    const context = this.contextOf(message, 'recognise-revenue');
    const cycleOrderId = message.data.cycle_order_id;
    const command = { type: 'recognise', orderId, lineId, cycle, cycleOrderId } as const;
    await this.commands.execute(new RecordPrepaymentCommand(subscription_id, command, context));
  }

  @OnMessage(PREPAID_SHIPMENTS_LAPSED.type, GROUP)
  async lapse(@Payload() message: IntegrationMessage<PrepaidShipmentsLapsed>): Promise<void> {
    const { data } = message;
    const command = {
      type: 'lapse',
      orderId: data.order_id,
      lineId: data.line_id,
      lapseId: message.id,
      shipments: data.shipments,
      goodsMinor: data.goods_minor,
      refund: data.unshipped === 'refund',
      reason: data.because,
    } as const;
    const context = this.contextOf(message, 'lapse-prepayment');
    const refunding = this.contextOf(message, 'refund-prepayment');
    await this.commands.execute(
      new LapsePrepaymentCommand(data.subscription_id, command, context, refunding),
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
