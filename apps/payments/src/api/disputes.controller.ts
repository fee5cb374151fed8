import { CommandRunner } from '@continuo/event-store/command-runner';
import { CommandCtx, ExpectedRevision, Roles } from '@continuo/http/decorators';
import { decodeCursor, mapPage, pageOf, rowsToRead } from '@continuo/http/paging';
import { type Page, Reply } from '@continuo/http/reply';
import type { CommandContext } from '@continuo/kernel/command-context';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CloseDisputeCommand } from '../application/close-dispute/close-dispute.command';
import { DisputeDesk } from '../application/dispute-desk';
import { FileProofCommand } from '../application/file-proof/file-proof.command';
import { findDispute } from '../application/find-dispute';
import { OpenDisputeCommand } from '../application/open-dispute/open-dispute.command';
import { RepresentDisputeCommand } from '../application/represent-dispute/represent-dispute.command';
import type { OpenedDispute } from '../domain/dispute/decider';
import { DisputesQuery } from '../projections/disputes/query';
import {
  DisputeListRowView,
  DisputeOutcomeDto,
  DisputePageView,
  DisputeRatesQueryDto,
  DisputeRatesView,
  DisputeView,
  DisputesQueryDto,
  OpenDisputeDto,
  ProofDto,
} from './dispute.dto';
import { disputeRow, disputeView, rateView } from './dispute.view';

interface Told {
  readonly dispute: OpenedDispute;
  readonly revision: number;
}

@ApiTags('disputes')
@Controller('v1/disputes')
@Roles('finance')
export class DisputesController {
  constructor(
    private readonly commands: CommandBus,
    private readonly runner: CommandRunner,
    private readonly desk: DisputeDesk,
    private readonly disputes: DisputesQuery,
  ) {}

  @Post()
  @Roles('finance', 'integration')
  @ApiOperation({ summary: 'A customer disputes a charge: its money is held until it is decided' })
  @ApiCreatedResponse({ type: DisputeView })
  async open(
    @Body() body: OpenDisputeDto,
    @CommandCtx() context: CommandContext,
  ): Promise<Reply<DisputeView>> {
    const reported = {
      paymentId: body.payment_id,
      reference: body.reference,
      on: body.charge,
      amountMinor: body.amount_minor,
      currency: body.currency,
      network: body.network ?? ('other' as const),
      reason: body.reason,
      descriptor: body.descriptor ?? null,
      evidenceDueAt: body.evidence_due_at ?? null,
    };
    const told = await this.commands.execute(new OpenDisputeCommand(reported, context, true));
    return this.shown(told, 201);
  }

  @Get()
  @ApiOperation({ summary: 'Disputes, by status, payment or campaign' })
  @ApiOkResponse({ type: DisputePageView })
  async list(@Query() query: DisputesQueryDto): Promise<Page<DisputeListRowView>> {
    const { rows, position } = await this.disputes.disputes({
      status: query.status,
      paymentId: query.payment_id,
      campaignId: query.campaign_id,
      after: query.cursor === undefined ? undefined : String(decodeCursor(query.cursor)[0]),
      maxCount: rowsToRead(query),
    });
    return mapPage(
      pageOf(rows, query.limit, (row) => [row.dispute_id], position),
      disputeRow,
    );
  }

  @Get('rates')
  @ApiOperation({ summary: "Disputes of a month against its charges and the networks' thresholds" })
  @ApiOkResponse({ type: DisputeRatesView })
  async rates(@Query() query: DisputeRatesQueryDto): Promise<DisputeRatesView> {
    const { rows, position } = await this.disputes.rates(query.by ?? 'campaign', query.month);
    return { items: rows.map(rateView), position };
  }

  @Get(':id')
  @ApiOperation({ summary: 'A dispute, and what speaks for the charge' })
  @ApiOkResponse({ type: DisputeView })
  async find(@Param('id') id: string): Promise<Reply<DisputeView>> {
    return this.shown(await findDispute(this.runner, id), 200);
  }

  @Post(':id/proofs')
  @Roles('finance', 'supervisor', 'integration')
  @ApiOperation({
    summary: 'File something that speaks for the charge, such as the consent dossier',
  })
  @ApiCreatedResponse({ type: DisputeView })
  async file(
    @Param('id') id: string,
    @Body() { kind, reference, summary }: ProofDto,
    @CommandCtx() context: CommandContext,
  ): Promise<Reply<DisputeView>> {
    const command = new FileProofCommand(id, { kind, reference, summary }, context);
    return this.shown(await this.commands.execute(command), 201);
  }

  @Post(':id/represent')
  @ApiOperation({ summary: 'Send the evidence there is to the card network, once' })
  @ApiCreatedResponse({ type: DisputeView })
  async represent(
    @Param('id') id: string,
    @ExpectedRevision() expectedRevision: number,
    @CommandCtx() context: CommandContext,
  ): Promise<Reply<DisputeView>> {
    const command = new RepresentDisputeCommand(id, expectedRevision, context);
    return this.shown(await this.commands.execute(command), 201);
  }

  @Post(':id/outcome')
  @Roles('finance', 'integration')
  @ApiOperation({ summary: 'The network has decided: won or lost' })
  @ApiCreatedResponse({ type: DisputeView })
  async close(
    @Param('id') id: string,
    @Body() { outcome }: DisputeOutcomeDto,
    @CommandCtx() context: CommandContext,
  ): Promise<Reply<DisputeView>> {
    return this.shown(
      await this.commands.execute(new CloseDisputeCommand(id, outcome, context)),
      201,
    );
  }

  private async shown({ dispute, revision }: Told, status: number): Promise<Reply<DisputeView>> {
    const evidence = dispute.submission?.evidence ?? (await this.desk.assemble(dispute));
    const location = `/v1/disputes/${dispute.disputeId}`;
    return new Reply(disputeView(dispute, evidence), { status, revision, location });
  }
}
