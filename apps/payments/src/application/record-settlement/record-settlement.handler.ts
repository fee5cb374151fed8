import { CommandRunner } from '@continuo/event-store/command-runner';
import { deriveId, deriveUuid } from '@continuo/kernel/ids';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { SettlementLine } from '../../domain/settlement/line';
import type { ReportFacts } from '../../domain/settlement/settlement-report';
import { SETTLEMENT_LINE, SETTLEMENT_REPORT } from '../aggregates';
import { RecordSettlementCommand } from './record-settlement.command';

/** Lines that are recorded at the same time: they share commits. */
const AT_ONCE = 64;

type Novelty = 'newLines' | 'knownLines' | 'restatedLines';

/**
 * Each line is recorded on a stream of its own, the report after all of them: what a crash cuts off
 * is completed by the same request again, and no line counts twice.
 */
@CommandHandler(RecordSettlementCommand)
export class RecordSettlementHandler implements ICommandHandler<RecordSettlementCommand> {
  constructor(private readonly runner: CommandRunner) {}

  async execute(command: RecordSettlementCommand): Promise<ReportFacts> {
    const { from, source, period, context } = command;
    const reportId = deriveId('srp', context.commandId);
    const counts = { newLines: 0, knownLines: 0, restatedLines: 0 };
    let lines = 0;
    for await (const batch of batches(from.lines(period))) {
      const novelties = await Promise.all(
        batch.map((line) => this.report(reportId, line, command)),
      );
      lines += batch.length;
      for (const novelty of novelties) counts[novelty] += 1;
    }
    const { processor } = from;
    const report = { reportId, processor, source, lines, ...counts, recordedAt: context.now };
    const recorded = await this.runner.execute(
      SETTLEMENT_REPORT,
      reportId,
      { type: 'record', report },
      context,
    );
    return recorded.state ?? report;
  }

  private async report(
    reportId: string,
    line: SettlementLine,
    { from: { processor }, context }: RecordSettlementCommand,
  ): Promise<Novelty> {
    const { state } = await this.runner.execute(
      SETTLEMENT_LINE,
      deriveId('stl', processor, line.lineId),
      { type: 'report', line: { ...line, reportId, processor } },
      { ...context, commandId: deriveUuid(context.commandId, line.lineId) },
      { likelyNew: true },
    );
    if (state.status === 'none' || state.firstReportId === reportId) return 'newLines';
    return state.lastReportId === reportId ? 'restatedLines' : 'knownLines';
  }
}

async function* batches(lines: AsyncIterable<SettlementLine>): AsyncGenerator<SettlementLine[]> {
  let batch: SettlementLine[] = [];
  for await (const line of lines) {
    batch.push(line);
    if (batch.length < AT_ONCE) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
