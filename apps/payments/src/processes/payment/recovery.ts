import { CommandRunner } from '@continuo/event-store/command-runner';
import { EVENT_STORE, type EventStore, idOf } from '@continuo/event-store/event-store';
import { systemActor } from '@continuo/kernel/actor';
import { CLOCK, type Clock } from '@continuo/kernel/clock';
import { deriveUuid } from '@continuo/kernel/ids';
import { addMs } from '@continuo/kernel/instant';
import { WorkInFlight } from '@continuo/service/work-in-flight';
import { Inject, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { PAYMENT } from '../../application/aggregates';
import { GatewayDesk } from '../../application/gateway-desk';
import { ANSWER_AFTER_MS } from '../../domain/payment/policy';
import { openAttempt } from '../../domain/payment/state';

/** How many are looked at when the process starts; the rest is found by due date. */
const PAGE = 1_000;

/** Attempts that an earlier process sent and did not hear back about: the gateway is asked at once. */
@Injectable()
export class Recovery implements OnApplicationBootstrap {
  private readonly logger = new Logger(Recovery.name);

  constructor(
    private readonly desk: GatewayDesk,
    private readonly runner: CommandRunner,
    private readonly work: WorkInFlight,
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const until = addMs(this.clock.now(), ANSWER_AFTER_MS);
    const due = await this.store.dueStreams(PAYMENT.category, until, PAGE);
    if (due.length > 0) void this.work.track(this.recover(due.map(({ stream }) => idOf(stream))));
  }

  private async recover(paymentIds: readonly string[]): Promise<void> {
    for (const paymentId of paymentIds) {
      try {
        await this.recoverOne(paymentId);
      } catch (error) {
        this.logger.error(`${paymentId} is left to its due date.`, error);
      }
    }
  }

  private async recoverOne(paymentId: string): Promise<void> {
    const { state, revision } = await this.runner.load(PAYMENT, paymentId);
    if (state.status === 'none' || this.desk.underWay(paymentId)) return;
    if (openAttempt(state)?.status !== 'requested') return;
    const commandId = deriveUuid('recovery', paymentId, revision);
    const now = this.clock.now();
    const actor = systemActor('payments');
    await this.desk.ask(paymentId, { commandId, actor, now, correlationId: commandId });
  }
}
