import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DomainEvent, EventMetadata } from '@continuo/event-store/event-store';
import { SqliteEventStore } from '@continuo/event-store/sqlite/sqlite-event-store';
import { newEvents } from '@continuo/testing/examples';
import {
  ask,
  authorised,
  captured,
  eventsOf,
  starting,
  wake,
} from '@continuo/subscriptions/domain/subscription/examples';

/** A data directory with a record of some programs, orders and customers. */
export class RecordedHistory {
  private readonly revisions = new Map<string, number>();

  private constructor(
    readonly dataDir: string,
    private readonly store: SqliteEventStore,
  ) {}

  static async open(): Promise<RecordedHistory> {
    const dataDir = mkdtempSync(join(tmpdir(), 'continuo-audit-'));
    const store = await SqliteEventStore.open({ file: join(dataDir, 'record.db') });
    return new RecordedHistory(dataDir, store);
  }

  async append(
    stream: string,
    events: readonly DomainEvent[],
    metadata: Partial<EventMetadata> = {},
  ): Promise<void> {
    const expectedRevision = this.revisions.get(stream) ?? -1;
    const { revision } = await this.store.append({
      stream,
      expectedRevision,
      events: newEvents(`${stream}@${expectedRevision}`, events, metadata),
    });
    this.revisions.set(stream, revision);
  }

  /** Programs, and as much of a customer, an order and a payment as says whose they are. */
  async fill(): Promise<void> {
    await this.append('customer-cus_1', [
      {
        type: 'customer.registered.v1',
        data: { customerId: 'cus_1', profile: 's1', findableBy: {} },
      },
    ]);
    await this.fillPrograms();
    await this.append('order-ord_9', [
      { type: 'order.released.v1', data: { customerId: 'cus_1' } },
    ]);
    await this.append('payment-pay_9', [
      { type: 'payment.opened.v1', data: { order: { orderId: 'ord_9' } } },
    ]);
  }

  /** Two programs of two customers, changed by two agents on two calls. */
  async fillPrograms(): Promise<void> {
    const program = eventsOf(
      starting(),
      ask({ kind: 'interval', interval: 'P2M' }),
      ask({ kind: 'quantity', quantity: 2 }),
      wake('2026-03-31'),
      authorised(2),
      captured(2),
    );
    const other = eventsOf(
      starting({ subscriptionId: 'sub_2', customerId: 'cus_2' }),
      ask({ kind: 'skip' }),
    );
    const ben = { actor: { kind: 'agent', id: 'agt_ben' }, callId: 'call_2' } as const;
    await this.append('subscription-sub_1', program.slice(0, 2));
    await this.append('subscription-sub_2', other, { ...ben, reason: '=1+1, "too much"\nof it' });
    await this.append('subscription-sub_1', program.slice(2), ben);
  }

  async close(): Promise<void> {
    await this.store.close();
    rmSync(this.dataDir, { recursive: true });
  }
}
