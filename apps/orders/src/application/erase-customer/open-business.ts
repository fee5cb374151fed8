import { CommandRunner } from '@continuo/event-store/command-runner';
import { EVENT_STORE, type EventStore } from '@continuo/event-store/event-store';
import { UnavailableError } from '@continuo/kernel/unavailable-error';
import { READ_STORE, type ReadStore } from '@continuo/read-store/read-store';
import { Inject, Injectable } from '@nestjs/common';
import { dueMinor, isPlaced } from '../../domain/order/state';
import { CustomerProgramsQuery } from '../../projections/customer-programs/query';
import { OrderListQuery, type OrderSummary } from '../../projections/order-list/query';
import { orderAggregate } from '../aggregates';
import { DEADLINE, type Deadline } from '../ports';

const PATIENCE_MS = 5_000;
const PAGE = 200;
const SETTLED: readonly string[] = ['cancelled', 'imported'];
const SENT: readonly string[] = ['shipped', 'delivered'];

/** Programs that may still charge and orders that are not settled. */
@Injectable()
export class OpenBusiness {
  constructor(
    private readonly runner: CommandRunner,
    private readonly programs: CustomerProgramsQuery,
    private readonly orders: OrderListQuery,
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(READ_STORE) private readonly readStore: ReadStore,
    @Inject(DEADLINE) private readonly deadline: Deadline,
  ) {}

  /** As of the head of the record. Throws when the read models do not reach it in time. */
  async of(customerId: string): Promise<{ subscriptionIds: string[]; orderIds: string[] }> {
    const head = await this.store.head();
    const reached = Promise.all(
      ['customer-programs', 'order-list'].map((name) => this.readStore.caughtUp(name, head)),
    );
    if (!(await this.deadline.within(PATIENCE_MS, reached))) throw behind();
    return {
      subscriptionIds: [...(await this.programs.runningOf(customerId))],
      orderIds: await this.openOrders(customerId),
    };
  }

  private async openOrders(customerId: string): Promise<string[]> {
    const open: string[] = [];
    for (let before: number | undefined; ;) {
      const page = await this.orders.newest(
        { customerId, callCentreId: null },
        { before, count: PAGE },
      );
      for (const order of page) if (await this.isOpen(order)) open.push(order.order_id);
      before = page.at(-1)?.position;
      if (page.length < PAGE) return open;
    }
  }

  /** What was sent is open as long as money is still to be captured for it. */
  private async isOpen({ order_id, status, ...order }: OrderSummary): Promise<boolean> {
    if (SETTLED.includes(status)) return false;
    if (!SENT.includes(status)) return true;
    if (order.captured_minor >= order.total_minor) return false;
    const { state } = await this.runner.load(orderAggregate, order_id);
    return isPlaced(state) && dueMinor(state) > 0;
  }
}

const behind = () =>
  new UnavailableError(
    'read-store',
    'The read models are too far behind to say whether programs run or orders are open: try again in a moment.',
  );
