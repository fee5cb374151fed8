import type { Aggregate, AnyAggregate } from '@continuo/event-store/aggregate';
import type { DomainEvent } from '@continuo/event-store/event-store';
import { changesProjection } from '@continuo/read-store/changes';

const anything = <Names extends string>(category: string, ...names: Names[]): AnyAggregate =>
  ({
    category,
    decider: { decide: () => [], evolve: () => null, initialState: () => null },
    events: Object.fromEntries(names.map((name) => [name, true])),
  }) as unknown as Aggregate<object, DomainEvent, null>;

const order = anything('order', 'order.opened.v1', 'order.held.v1');
const program = anything('program', 'program.started.v1', 'program.interval-changed.v1');
const shipment = anything('shipment', 'shipment.requested.v1', 'shipment.accepted.v1');

/** Three services of which people change things. */
export const aggregates: readonly AnyAggregate[] = [order, program, shipment];
export const projections = [
  changesProjection('orders', ['order'], {}),
  changesProjection('programs', ['program'], {
    program: ({ type, data }) =>
      type.includes('interval') && 'from' in data && 'to' in data
        ? [
            { field: 'interval', from: String(data.from), to: String(data.to), cycle: 2 },
            { field: 'due_on', from: null, to: '2026-12-01' },
          ]
        : [{ field: 'status', from: null, to: 'active' }],
  }),
  changesProjection('goods', ['shipment'], {}),
];
