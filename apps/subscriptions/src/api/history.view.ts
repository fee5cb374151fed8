import {
  ChoiceField,
  InstantField,
  IntegerField,
  NestedField,
  TextField,
} from '@continuo/http/fields';
import { PageView } from '@continuo/http/paging';
import { approvalOf, changeName } from '@continuo/event-store/history-words';
import type { RecordedEvent } from '@continuo/event-store/event-store';
import { ACTOR_KINDS } from '@continuo/kernel/actor';
import type { HistoryQuery } from '@continuo/http/history-query';
import { ApiProperty } from '@nestjs/swagger';
import type { SubscriptionEvent } from '../domain/subscription/events';
import { tell } from './history-words';
import { CycleDateView, cycleDateView } from './schedule.view';
import type { Told } from './told';

export class ProgramHistoryActorView {
  @ChoiceField(ACTOR_KINDS)
  kind!: string;

  @TextField()
  id!: string;

  @TextField({ nullable: true })
  call_centre_id!: string | null;
}

/** One fact about a program; `from` and `to` are null where nothing was before or is after. */
export class ProgramHistoryEntryView {
  @IntegerField({ min: 0 })
  revision!: number;

  @TextField({ description: "the event's id in the record" })
  event_id!: string;

  @TextField({ example: 'interval-changed' })
  change!: string;

  @TextField({ example: 'interval', description: 'what it is about' })
  field!: string;

  @ApiProperty({ type: 'string', nullable: true, example: 'P1M' })
  from!: string | number | null;

  @ApiProperty({ type: 'string', nullable: true, example: 'P2M' })
  to!: string | number | null;

  @IntegerField({
    nullable: true,
    description: 'the cycle it is about, or the first it applies to',
  })
  cycle!: number | null;

  @NestedField(() => CycleDateView, {
    array: true,
    description: 'skips and own dates that were not kept',
  })
  dropped!: CycleDateView[];

  @NestedField(() => ProgramHistoryActorView)
  actor!: ProgramHistoryActorView;

  @TextField({ nullable: true })
  call_id!: string | null;

  @TextField({ nullable: true })
  script_version!: string | null;

  @TextField({ nullable: true })
  reason!: string | null;

  @TextField({ nullable: true, description: 'the approval that it needed' })
  approval!: string | null;

  @InstantField({ description: 'when it was true' })
  at!: string;

  @InstantField({ description: 'when it was written' })
  recorded_at!: string;

  @TextField({ description: 'the request it was part of: what an undo names' })
  change_id!: string;

  @TextField({ nullable: true, description: 'the event or request that caused it' })
  causation_id!: string | null;
}

export class ProgramHistoryPageView extends PageView {
  @NestedField(() => ProgramHistoryEntryView, { array: true })
  items!: ProgramHistoryEntryView[];
}

/** Whether an event belongs to the history that was asked for. */
export function askedFor(
  query: HistoryQuery,
): (event: RecordedEvent & SubscriptionEvent) => boolean {
  const { from, until, actor_id, actor_kind, call_id, field, change } = query;
  return (event) => {
    const { recordedAt, actor, callId } = event.metadata;
    return (
      (from === undefined || recordedAt >= from) &&
      (until === undefined || recordedAt <= until) &&
      (actor_id === undefined || actor.id === actor_id) &&
      (actor_kind === undefined || actor.kind === actor_kind) &&
      (call_id === undefined || callId === call_id) &&
      (change === undefined || changeName(event.type) === change) &&
      (field === undefined || tell(event).some((told) => told.field === field))
    );
  };
}

/** An event as the audit shows it: two lines where two things changed at once, unless one field is asked for. */
export function historyEntries(
  event: RecordedEvent & SubscriptionEvent,
  field?: string,
): ProgramHistoryEntryView[] {
  const { metadata, data } = event;
  const { actor } = metadata;
  const asked = tell(event).filter((one) => field === undefined || one.field === field);
  return asked.map((told: Told) => ({
    revision: event.revision,
    event_id: event.id,
    change: changeName(event.type),
    field: told.field,
    from: told.from,
    to: told.to,
    cycle: told.cycle ?? null,
    dropped: 'dropped' in data ? data.dropped.map(cycleDateView) : [],
    actor: { kind: actor.kind, id: actor.id, call_centre_id: actor.callCentreId ?? null },
    call_id: metadata.callId ?? null,
    script_version: metadata.scriptVersion ?? null,
    reason: metadata.reason ?? null,
    approval: approvalOf(event),
    at: metadata.effectiveAt,
    recorded_at: metadata.recordedAt,
    change_id: metadata.commandId,
    causation_id: metadata.causationId ?? null,
  }));
}
