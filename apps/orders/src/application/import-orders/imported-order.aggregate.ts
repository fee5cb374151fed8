import type { Aggregate } from '@continuo/event-store/aggregate';
import { deriveId } from '@continuo/kernel/ids';
import {
  type ImportedOrderCommand,
  importedOrderDecider,
} from '../../domain/imported-order/decider';
import type { ImportedOrderEvent } from '../../domain/imported-order/events';
import type { ImportedOrderState } from '../../domain/imported-order/state';

export const importedOrderAggregate: Aggregate<
  ImportedOrderCommand,
  ImportedOrderEvent,
  ImportedOrderState
> = {
  category: 'importedorder',
  decider: importedOrderDecider,
  events: { 'imported-order.lines-recorded.v1': true },
};

/** Ids follow from the source's own numbers, so that two readings mean the same order and person. */
export const importedOrderId = (source: string, number: string) =>
  deriveId('ord', 'import', source, number);

export const importedCustomerId = (source: string, number: string) =>
  deriveId('cus', 'import', source, number);
