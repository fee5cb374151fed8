import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { OpenPaymentCommand } from '../../apps/payments/src/application/open-payment/open-payment.command';
import { OpenPaymentHandler } from '../../apps/payments/src/application/open-payment/open-payment.handler';
import { paymentIdOf } from '../../apps/payments/src/application/payment-id';
import type { DebitRequest, PaymentGateway } from '../../apps/payments/src/application/ports';
import type { GatewayAnswer } from '../../apps/payments/src/domain/payment/answer';
import type { Method } from '../../apps/payments/src/domain/payment/facts';
import { anOrder } from '../../apps/payments/src/testing/examples';
import { PaymentsProcess } from '../../apps/payments/src/testing/payments-process';
import type { RecordedEvent } from '@continuo/event-store/event-store';
import { SqliteEventStore } from '@continuo/event-store/sqlite/sqlite-event-store';
import { elapsedMs } from './scratch';

/** What a charge writes: opened, its attempt before the call, its outcome after it. */
export const EVENTS_PER_CHARGE = 3;
/** How many messages are handled at once. */
const LANES = 512;

const METHOD: Method = {
  token: 'pm_sim_card_bench',
  initiator: 'recurring',
  networkTransactionId: 'ntx_1',
};

/** A gateway that approves each charge after so long, whatever the number of calls at once. */
class ApprovingGateway implements Pick<PaymentGateway, 'authorise' | 'isForTests'> {
  /** The most calls that were under way at once. */
  mostInFlight = 0;
  answered = 0;
  private inFlight = 0;

  constructor(private readonly latencyMs: number) {}

  isForTests(): boolean {
    return false;
  }

  async authorise({ idempotencyKey }: DebitRequest): Promise<GatewayAnswer> {
    this.inFlight += 1;
    this.mostInFlight = Math.max(this.mostInFlight, this.inFlight);
    if (this.latencyMs > 0) await sleep(this.latencyMs);
    this.inFlight -= 1;
    this.answered += 1;
    const networkTransactionId = `ntx_${idempotencyKey}`;
    return { kind: 'succeeded', reference: `sim_${idempotencyKey}`, networkTransactionId };
  }
}

/** Orders of programs that are to be charged, and the payments service that charges them. */
export class ChargeRun {
  private readonly process: PaymentsProcess;
  private readonly opening: OpenPaymentHandler;

  private constructor(
    private readonly store: SqliteEventStore,
    readonly gateway: ApprovingGateway,
  ) {
    this.process = new PaymentsProcess(store, gateway as unknown as PaymentGateway);
    const { desk, routing, cards, credits } = this.process;
    this.opening = new OpenPaymentHandler(desk, routing, cards, credits);
  }

  static async open(folder: string, latencyMs: number): Promise<ChargeRun> {
    const store = await SqliteEventStore.open({ file: join(folder, 'record.db') });
    return new ChargeRun(store, new ApprovingGateway(latencyMs));
  }

  /** Charges so many orders; answers the ms until the outcome of each is durable. */
  async charge(name: string, count: number): Promise<number> {
    const before = this.gateway.answered;
    const orders = Array.from({ length: count }, (_, n) =>
      anOrder({
        orderId: `ord_${name}${n}`,
        origin: { kind: 'program', subscriptionId: `sub_${name}${n}`, cycle: 2 },
      }),
    );
    const tookMs = await elapsedMs(async () => {
      let next = 0;
      const lane = async (): Promise<void> => {
        for (let order = orders[next++]; order; order = orders[next++]) {
          const context = this.process.context(order.orderId);
          await this.opening.execute(new OpenPaymentCommand(order, METHOD, context));
        }
      };
      await Promise.all(Array.from({ length: LANES }, lane));
      await this.process.work.idle();
    });
    const charged = this.gateway.answered - before;
    if (charged !== count) throw new Error(`${count} orders were charged ${charged} times`);
    return tookMs;
  }

  /** What one charge has written. */
  async eventsOf(name: string): Promise<readonly RecordedEvent[]> {
    const events = await this.store.readStream(`payment-${paymentIdOf(`ord_${name}0`)}`);
    if (events.length !== EVENTS_PER_CHARGE) throw new Error(`a charge is ${events.length} events`);
    return events;
  }

  async close(): Promise<void> {
    await this.store.close();
  }
}
