import type { CommandContext } from '@continuo/kernel/command-context';
import { Command } from '@nestjs/cqrs';
import type { ReportFacts, ReportSource } from '../../domain/settlement/settlement-report';
import type { SettlementPeriod, SettlementSource } from '../settlement-source';

/** What a processor has settled is to be recorded: its fees are posted, its lines matched. */
export class RecordSettlementCommand extends Command<ReportFacts> {
  constructor(
    readonly from: SettlementSource,
    readonly source: ReportSource,
    readonly period: SettlementPeriod,
    readonly context: CommandContext,
  ) {
    super();
  }
}
