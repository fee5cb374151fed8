import { ActorView } from '@continuo/http/event-history';
import { InstantField, IntegerField, NestedField, TextField } from '@continuo/http/fields';
import { PageView } from '@continuo/http/paging';
import { HistoryQuery } from '@continuo/http/history-query';
import { ApiProperty } from '@nestjs/swagger';
import type { ChangesQuery } from '../../projections/changes/query';

export class ChangesQueryDto extends HistoryQuery {
  @TextField({
    optional: true,
    example: 'cus_...',
    description: 'of this customer: orders, programs, payments',
  })
  customer_id?: string;

  @TextField({
    optional: true,
    example: 'ord_...',
    description: 'of this order, its payments and shipments',
  })
  order_id?: string;

  @TextField({ optional: true, example: 'sub_...', description: 'of this program' })
  subscription_id?: string;
}

/** A field that a person changed; `from` and `to` are null where nothing was before or is after. */
export class ChangeView {
  @TextField({ example: 'subscription', description: 'kind of thing that was changed' })
  resource!: string;
  @TextField({ example: 'sub_...' }) resource_id!: string;
  @IntegerField({ min: 0 }) revision!: number;
  @TextField({ description: "the event's id in the record" }) event_id!: string;
  @TextField({ example: 'interval-changed' }) change!: string;
  @TextField({ example: 'interval' }) field!: string;
  @ApiProperty({ type: 'string', nullable: true, example: 'P1M' }) from!: unknown;
  @ApiProperty({ type: 'string', nullable: true, example: 'P2M' }) to!: unknown;
  @IntegerField({ nullable: true, description: 'of a program: the cycle it is about' })
  cycle!: number | null;
  @NestedField(() => ActorView) actor!: ActorView;
  @TextField({ nullable: true }) call_id!: string | null;
  @TextField({ nullable: true }) script_version!: string | null;
  @TextField({ nullable: true }) reason!: string | null;
  @TextField({ nullable: true, description: 'the approval that it needed' })
  approval!: string | null;
  @InstantField({ description: 'when it was true' }) at!: string;
  @InstantField({ description: 'when it was written' }) recorded_at!: string;
  @TextField({ nullable: true, description: 'the event or request that caused it' })
  causation_id!: string | null;
}

export class ChangesPageView extends PageView {
  @NestedField(() => ChangeView, { array: true }) items!: ChangeView[];
  @TextField({
    array: true,
    example: ['orders', 'subscriptions'],
    description: 'whose changes are in it',
  })
  services!: string[];
}

type Listed = Awaited<ReturnType<ChangesQuery['list']>>['rows'][number];

export function changeView(row: Listed): ChangeView {
  return {
    resource: row.category,
    resource_id: row.id,
    revision: row.revision,
    event_id: row.event_id,
    change: row.change,
    field: row.field,
    from: JSON.parse(row.from_value),
    to: JSON.parse(row.to_value),
    cycle: row.cycle,
    actor: { kind: row.actor_kind, id: row.actor_id, call_centre_id: row.call_centre_id },
    call_id: row.call_id,
    script_version: row.script_version,
    reason: row.reason,
    approval: row.approval,
    at: row.effective_at,
    recorded_at: row.recorded_at,
    causation_id: row.causation_id,
  };
}
