import { CommandRunner } from '@continuo/event-store/command-runner';
import type { CommandContext } from '@continuo/kernel/command-context';
import { DomainError } from '@continuo/kernel/domain-error';
import { deriveId, deriveUuid } from '@continuo/kernel/ids';
import { Injectable } from '@nestjs/common';
import type { FinanceAlert } from '../domain/finance-alert/decider';
import { FINANCE_ALERT } from './aggregates';

/** Refusals that finance is told of: somebody asked of money what must not be. */
const TOLD: ReadonlySet<string> = new Set([
  'refund-exceeds-captured',
  'nothing-to-refund',
  'raise-exceeds-order',
  'currency-mismatch',
  'charge-not-found',
  'dispute-exceeds-charge',
]);

/** The payment and the amount of which an alert tells, where there is one. */
export type AlertSubject = Pick<FinanceAlert, 'paymentId' | 'amountMinor' | 'currency'>;

@Injectable()
export class FinanceAlerts {
  constructor(private readonly runner: CommandRunner) {}

  /** Once per command, whatever it is about. */
  async raise(alert: Omit<FinanceAlert, 'alertId'>, context: CommandContext): Promise<void> {
    const alertId = deriveId('fal', context.commandId, alert.code);
    const commandId = deriveUuid(context.commandId, alertId);
    const command = { type: 'raise', alertId, ...alert } as const;
    await this.runner.execute(FINANCE_ALERT, alertId, command, { ...context, commandId });
  }

  /** What recurs is one alert: it has happened so often by now. */
  async count(alert: FinanceAlert, times: number, context: CommandContext): Promise<void> {
    const command = { type: 'count', alert, times, at: context.now } as const;
    await this.runner.execute(FINANCE_ALERT, alert.alertId, command, context);
  }

  /** How often it has happened as far as the record says. */
  async times(alertId: string): Promise<number> {
    return (await this.runner.load(FINANCE_ALERT, alertId)).state?.times ?? 0;
  }

  /** Does the work; a refusal that concerns money is told to finance, and refused all the same. */
  async watch<Result>(
    about: AlertSubject,
    context: CommandContext,
    work: () => Promise<Result>,
  ): Promise<Result> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof DomainError && TOLD.has(error.code)) {
        await this.raise({ ...about, code: error.code, detail: error.message }, context);
      }
      throw error;
    }
  }
}
