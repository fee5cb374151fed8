import { given } from '@continuo/testing/decider';
import { type ImportedOrderCommand, importedOrderDecider } from './decider';
import type { HistoricLine, ImportedOrderEvent } from './events';

const glass: HistoricLine = {
  sku: '85048',
  name: 'GLASS BALL',
  quantity: 12,
  unitPrice: '6.95',
  amountMinor: 8340,
};
const lights: HistoricLine = {
  sku: '79323P',
  name: 'LIGHTS',
  quantity: 1,
  unitPrice: '0.001',
  amountMinor: 0,
};

const found = (...lines: HistoricLine[]): ImportedOrderCommand => ({
  kind: 'record-lines',
  orderId: 'ord_1',
  document: 'order',
  source: 'online-retail',
  number: '489434',
  customerId: 'cus_1',
  country: 'United Kingdom',
  soldBy: null,
  currency: 'GBP',
  orderedAt: '2009-12-01T07:45:00.000Z',
  zone: 'Europe/London',
  lines,
});

const recorded = ({ kind: _, ...data }: ImportedOrderCommand): ImportedOrderEvent => ({
  type: 'imported-order.lines-recorded.v1',
  data,
});

describe('an imported order', () => {
  it('records what a first reading found, true duplicates included', () => {
    given(importedOrderDecider, [])
      .when(found(glass, glass))
      .then([recorded(found(glass, glass))]);
  });

  it('learns nothing from reading again', () => {
    given(importedOrderDecider, [recorded(found(glass, glass))])
      .when(found(glass, glass))
      .thenNothing();
  });

  it('learns nothing from a reading that found fewer', () => {
    given(importedOrderDecider, [recorded(found(glass, glass, lights))])
      .when(found(glass))
      .thenNothing();
  });

  it('adds what another file has more of', () => {
    given(importedOrderDecider, [recorded(found(glass))])
      .when(found(glass, lights, glass))
      .then([recorded(found(lights, glass))]);
  });

  it('takes the same line at another time for another line', () => {
    const later = { ...found(glass), orderedAt: '2009-12-01T07:46:00.000Z' };
    given(importedOrderDecider, [recorded(found(glass))])
      .when(later)
      .then([recorded(later)]);
  });

  it('is as old as its first line, whichever file came first', () => {
    const later = { ...found(lights), orderedAt: '2009-12-01T07:46:00.000Z' };
    const { state } = given(importedOrderDecider, [recorded(later), recorded(found(glass))]);
    expect(state).toMatchObject({ orderedAt: '2009-12-01T07:45:00.000Z', totalMinor: 8340 });
  });

  it('spreads a very long document over several events', () => {
    const lines = Array.from({ length: 1201 }, () => glass);
    const events = importedOrderDecider.decide(found(...lines), { status: 'none' });
    expect(events.map(({ data }) => data.lines.length)).toEqual([500, 500, 201]);
  });
});
