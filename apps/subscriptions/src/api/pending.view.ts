import {
  AmountMinorField,
  ChoiceField,
  FlagField,
  IdField,
  IntegerField,
  NestedField,
  TextField,
} from '@continuo/http/fields';
import type { StartedSubscription } from '../domain/subscription/state';
import { AnyChangeDto, CHANGE_FIELDS } from './any-change.dto';
import { ApprovalView, approvalView } from './approval.view';
import { changeView } from './change.view';

/** A price for the next cycles only. */
export class PriceOverrideView {
  @AmountMinorField()
  unit_price_minor!: number;

  @IntegerField({ min: 1 })
  cycles_left!: number;
}

/** A cancellation to come. */
export class EndingView {
  @IntegerField({ nullable: true, description: 'the last cycle' })
  last_cycle!: number | null;

  @IntegerField({ nullable: true, description: 'or: deliveries, the first order included' })
  deliveries!: number | null;

  @TextField()
  reason_code!: string;
}

/** What waits for a supervisor, and why. */
export class AskedChangesView {
  @TextField({ description: 'names the request: to preview, approve or refuse it' })
  change_id!: string;

  @NestedField(() => AnyChangeDto, { array: true, description: 'what was asked for' })
  changes!: AnyChangeDto[];

  @NestedField(() => ApprovalView, { array: true, description: 'why a supervisor decides' })
  approvals!: ApprovalView[];

  @TextField()
  requested_by!: string;
}

/** Changes that wait for a supervisor. */
export class ApprovalRequestView extends AskedChangesView {
  @ChoiceField(Object.keys(CHANGE_FIELDS), { array: true })
  kinds!: string[];
}

/** An order that pays for several shipments, until all of them have left. */
export class PrepaidView {
  @IntegerField({ min: 1 })
  first_cycle!: number;

  @IdField('ord')
  order_id!: string;

  @IntegerField({ min: 2 })
  shipments!: number;

  @IntegerField({ description: 'have not left' })
  shipments_owed!: number;

  @FlagField({ description: 'the goods of the order have left, and its money was taken' })
  paid!: boolean;
}

export class PendingView {
  @NestedField(() => PriceOverrideView, { nullable: true })
  price!: PriceOverrideView | null;

  @NestedField(() => EndingView, { nullable: true })
  ending!: EndingView | null;

  @FlagField({ description: 'a trial from receipt whose goods have not arrived' })
  awaiting_receipt!: boolean;

  @NestedField(() => ApprovalRequestView, { array: true })
  approvals!: ApprovalRequestView[];

  @NestedField(() => PrepaidView, { array: true, description: 'shipments paid for in advance' })
  prepaid!: PrepaidView[];
}

export function pendingView(state: StartedSubscription): PendingView {
  const { override, ending, awaitingReceipt, requests, runs } = state;
  return {
    price: override && {
      unit_price_minor: override.unitPriceMinor,
      cycles_left: override.cyclesLeft,
    },
    ending: ending && {
      last_cycle: ending.lastCycle,
      deliveries: ending.deliveries,
      reason_code: ending.reasonCode,
    },
    awaiting_receipt: awaitingReceipt,
    approvals: requests.map(({ requestId, changes, approvals, requestedBy }) => ({
      change_id: requestId,
      kinds: changes.map(({ kind }) => kind),
      changes: changes.map(changeView),
      approvals: approvals.map(approvalView),
      requested_by: requestedBy.id,
    })),
    prepaid: runs.map(({ firstCycle, orderId, shipments, left, paid }) => ({
      first_cycle: firstCycle,
      order_id: orderId,
      shipments,
      shipments_owed: left,
      paid,
    })),
  };
}
