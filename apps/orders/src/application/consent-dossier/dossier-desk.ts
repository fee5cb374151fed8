import { type AsOf, CommandRunner } from '@continuo/event-store/command-runner';
import { EVENT_STORE, type EventStore } from '@continuo/event-store/event-store';
import { readHistory } from '@continuo/event-store/read-history';
import { Inject, Injectable } from '@nestjs/common';
import type { DunningNotice } from '../../domain/dunning-notices/decider';
import { type BoundTo, maySee } from '../../domain/order/access';
import { orderDecider } from '../../domain/order/decider';
import { dossierNeedsPlacement, orderNotFound } from '../../domain/order/errors';
import { isPlaced, type OrderState, type Placed } from '../../domain/order/state';
import {
  campaignAggregate,
  dunningNoticesAggregate,
  orderAggregate,
  programCopyAggregate,
} from '../aggregates';
import { importedOrderAggregate } from '../import-orders/imported-order.aggregate';
import { OrderSeal } from '../selling/order-seal';
import { chargesOf, doingOf, type OrderFact } from './charges';
import type { Absence, Agreement, Dossier, Personal } from './dossier';
import { programSince } from './program-since';

export interface Reader {
  readonly boundTo: BoundTo;
  /** Whether names and addresses are for this reader. */
  readonly personal: boolean;
}

/** Puts together what speaks for the charges of an order, from the record alone. */
@Injectable()
export class DossierDesk {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    private readonly runner: CommandRunner,
    private readonly seal: OrderSeal,
  ) {}

  async read(orderId: string, reader: Reader, asOf: AsOf = {}): Promise<Dossier> {
    const history = await readHistory(this.store, orderAggregate, orderId, asOf);
    if (history.length === 0 && reader.boundTo === null) return this.imported(orderId, asOf);
    const order = folded(history);
    if (!maySee(order, reader.boundTo)) throw orderNotFound(orderId);
    const placed = history.find(({ type }) => type === 'order.placed.v2');
    if (!placed || !isPlaced(order)) throw dossierNeedsPlacement(order.status);
    const { position } = placed;
    const last = history.at(-1)!;
    // As of a revision, the program is seen as it was when that was written.
    const by = asOf.revision === undefined ? asOf : { knownAt: last.metadata.recordedAt, ...asOf };
    const program = await this.program(order, position, by);
    const startId = program ? (program.started?.orderId ?? null) : orderId;
    const start = await this.start(startId, { orderId, history });
    const agreement = agreementOf(order, startId, start);
    const began = program?.started;
    return {
      kind: 'placed',
      order,
      revision: last.revision,
      sold: doingOf(placed.metadata),
      agreement,
      startedBy: startingLines(folded(start)).filter(
        ({ program: terms }) =>
          !began || (terms?.planId === began.planId && terms.sku === began.sku),
      ),
      program,
      charges: chargesOf(history),
      dunning: await this.dunning(orderId, by),
      telephone: await this.telephone(order),
      personal: await this.personal(order, agreement, reader),
    };
  }

  private async imported(orderId: string, asOf: AsOf): Promise<Dossier> {
    const { state, revision } = await this.runner.load(importedOrderAggregate, orderId, asOf);
    if (state.status === 'none') throw orderNotFound(orderId);
    return { kind: 'imported', order: state, revision };
  }

  private async program({ origin }: Placed, position: number, asOf: AsOf) {
    if (origin.kind !== 'program') return null;
    const { subscriptionId, cycle } = origin;
    const history = await readHistory(this.store, programCopyAggregate, subscriptionId);
    return programSince(history, { cycle, position }, asOf);
  }

  /** What the payer had been told by then. */
  private async dunning(
    orderId: string,
    { instant, knownAt }: AsOf,
  ): Promise<readonly DunningNotice[]> {
    const history = await readHistory(this.store, dunningNoticesAggregate, orderId);
    return history
      .filter(({ data: { at }, metadata: { recordedAt } }) => {
        return at <= (instant ?? at) && recordedAt <= (knownAt ?? recordedAt);
      })
      .map(({ data }) => data);
  }

  /** The history of the order with which consent was given. */
  private async start(
    startId: string | null,
    { orderId, history }: { readonly orderId: string; readonly history: readonly OrderFact[] },
  ): Promise<readonly OrderFact[]> {
    if (startId === null) return [];
    return startId === orderId ? history : readHistory(this.store, orderAggregate, startId);
  }

  private async telephone({ sale }: Placed): Promise<readonly string[]> {
    if (sale.campaignId === null) return [];
    const { state } = await this.runner.load(campaignAggregate, sale.campaignId);
    return state.status === 'none' ? [] : state.dnis;
  }

  private async personal(
    { shipTo, customerId }: Placed,
    agreement: Agreement | Absence,
    { personal: mayBeRead }: Reader,
  ): Promise<Personal> {
    if (!mayBeRead) return { givenBy: null, shipTo: null, mayBeRead };
    return {
      givenBy:
        typeof agreement === 'string'
          ? null
          : await this.seal.givenBy(agreement.consent, agreement.orderId, customerId),
      shipTo: await this.seal.address(shipTo, customerId),
      mayBeRead,
    };
  }
}

function folded(history: readonly OrderFact[]): OrderState {
  return history.reduce<OrderState>(orderDecider.evolve, orderDecider.initialState());
}

function startingLines(order: OrderState) {
  return isPlaced(order) ? order.lines.filter(({ program }) => program !== null) : [];
}

function agreementOf(
  order: Placed,
  startId: string | null,
  start: readonly OrderFact[],
): Agreement | Absence {
  const state = folded(start);
  if (startId === null || !isPlaced(state)) return 'start-unknown';
  const { consent, lines } = state;
  if (!consent) {
    const programs = order.origin.kind === 'program' || lines.some(({ program }) => program);
    return programs ? 'not-recorded' : 'no-program';
  }
  const recorded =
    start.findLast(({ type }) => type === 'order.consent-recorded.v1') ??
    start.find(({ type }) => type === 'order.placed.v2')!;
  return { orderId: startId, consent, recorded: doingOf(recorded.metadata) };
}
