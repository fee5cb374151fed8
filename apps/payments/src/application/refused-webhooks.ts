import { systemActor } from '@continuo/kernel/actor';
import { CLOCK, type Clock } from '@continuo/kernel/clock';
import type { DomainError } from '@continuo/kernel/domain-error';
import { deriveId, deriveUuid } from '@continuo/kernel/ids';
import type { Instant } from '@continuo/kernel/instant';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { FinanceAlerts } from './finance-alerts';

/**
 * Tells finance of webhooks that are refused: an alert for each account, cause and day (UTC). Anybody
 * can send garbage here, so that the record gets the first of a day, the tenth, the hundredth and so
 * on, and nothing that the sender has written.
 */
@Injectable()
export class RefusedWebhooks {
  private readonly logger = new Logger(RefusedWebhooks.name);
  private day = '';
  /** How often today, by alert: as many as there are accounts and causes. */
  private readonly seen = new Map<string, number>();

  constructor(
    private readonly alerts: FinanceAlerts,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** The refusal stands whether or not it can be told. */
  async note(account: string, refusal: DomainError): Promise<void> {
    const now = this.clock.now();
    const alertId = deriveId('fal', 'webhook-refused', account, refusal.code, dayOf(now));
    try {
      const times = await this.count(alertId, dayOf(now));
      if (isPowerOfTen(times)) await this.tell(alertId, account, refusal, times, now);
    } catch (error) {
      this.logger.error(`Finance could not be told of webhooks for ${account}.`, error);
    }
  }

  private async count(alertId: string, day: string): Promise<number> {
    if (day !== this.day) {
      this.day = day;
      this.seen.clear();
    }
    const recorded = this.seen.has(alertId) ? 0 : await this.alerts.times(alertId);
    const times = (this.seen.get(alertId) ?? recorded) + 1;
    this.seen.set(alertId, times);
    return times;
  }

  private tell(
    alertId: string,
    account: string,
    { code, message }: DomainError,
    times: number,
    now: Instant,
  ): Promise<void> {
    const commandId = deriveUuid(alertId, times);
    const actor = systemActor('payments');
    const detail = `A webhook for the processor account ${account} was refused. ${message}`;
    const alert = { alertId, code, detail, paymentId: null, amountMinor: null, currency: null };
    return this.alerts.count(alert, times, { commandId, actor, now, correlationId: commandId });
  }
}

const dayOf = (now: Instant) => now.slice(0, 10);

function isPowerOfTen(times: number): boolean {
  return /^10*$/.test(String(times));
}
