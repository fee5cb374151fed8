import { CommandRunner } from '@continuo/event-store/command-runner';
import { Roles } from '@continuo/http/decorators';
import { Reply } from '@continuo/http/reply';
import { Controller, Get, Param } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ARREARS } from '../application/aggregates';
import { ArrearsView } from './collections.dto';

@ApiTags('dunning')
@Controller('v1/arrears')
export class ArrearsController {
  constructor(private readonly runner: CommandRunner) {}

  @Get(':customer_id')
  @Roles('agent', 'supervisor', 'finance', 'integration')
  @ApiOperation({ summary: 'What a customer has past due, and whether it holds shipments' })
  @ApiOkResponse({ type: ArrearsView })
  async arrears(@Param('customer_id') customerId: string): Promise<Reply<ArrearsView>> {
    const { state, revision } = await this.runner.load(ARREARS, customerId);
    const view: ArrearsView = {
      customer_id: customerId,
      shipments_held: state.held,
      policy_id: state.inForce?.policy.policyId ?? null,
      policy_version: state.inForce?.policy.version ?? null,
      payments: Object.values(state.payments).map((each) => ({
        payment_id: each.paymentId,
        order_id: each.orderId,
        currency: each.currency,
        amount_minor: each.amountMinor,
        since: each.since,
      })),
    };
    return new Reply(view, { revision });
  }
}
