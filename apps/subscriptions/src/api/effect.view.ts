import {
  AmountMinorField,
  ChoiceField,
  FlagField,
  NestedField,
  TextField,
} from '@continuo/http/fields';
import type { Approval } from '../domain/subscription/approval';
import type { Effect, Preview } from '../domain/subscription/preview';
import type { StartedSubscription } from '../domain/subscription/state';
import {
  CycleDateView,
  cycleDateView,
  ScheduledCycleView,
  scheduledCycleView,
} from './schedule.view';
import { SubscriptionView, subscriptionView } from './subscription.view';

/** What a change means. */
export class EffectView {
  @NestedField(() => ScheduledCycleView, {
    array: true,
    description: 'the next six cycles before it',
  })
  before!: ScheduledCycleView[];

  @NestedField(() => ScheduledCycleView, {
    array: true,
    description: 'the next six cycles after it',
  })
  after!: ScheduledCycleView[];

  @NestedField(() => CycleDateView, {
    array: true,
    description: 'skips and own dates that it does not keep',
  })
  dropped!: CycleDateView[];

  @NestedField(() => CycleDateView, { array: true, description: 'cycles that will not happen' })
  passed!: CycleDateView[];

  @TextField({ array: true, description: 'what was done before and stays done' })
  cannot_undo!: string[];

  @TextField({ description: 'to be read to the customer' })
  words!: string;
}

export class ApprovalView {
  @ChoiceField(['price'])
  what!: string;

  @AmountMinorField({ description: 'the lowest that an agent may decide alone' })
  from_minor!: number;

  @AmountMinorField({ description: 'the highest that an agent may decide alone' })
  to_minor!: number;
}

export class PreviewView extends EffectView {
  @FlagField({ description: 'false when the program is already so' })
  changes_anything!: boolean;

  @NestedField(() => ApprovalView, {
    nullable: true,
    description: 'null when an agent may do it alone',
  })
  approval_needed!: ApprovalView | null;
}

export class ChangedSubscriptionView extends SubscriptionView {
  @NestedField(() => EffectView)
  effect!: EffectView;
}

export function previewView(preview: Preview): PreviewView {
  return {
    ...effectView(preview),
    changes_anything: preview.events.length > 0,
    approval_needed: approvalView(preview.approvalNeeded),
  };
}

export function changedView(state: StartedSubscription, effect: Effect): ChangedSubscriptionView {
  return { ...subscriptionView(state), effect: effectView(effect) };
}

function effectView(effect: Effect): EffectView {
  return {
    before: effect.before.map(scheduledCycleView),
    after: effect.after.map(scheduledCycleView),
    dropped: effect.dropped.map(cycleDateView),
    passed: effect.passed.map(cycleDateView),
    cannot_undo: [...effect.cannotUndo],
    words: effect.words,
  };
}

function approvalView(approval: Approval | null): ApprovalView | null {
  return (
    approval && { what: approval.what, from_minor: approval.fromMinor, to_minor: approval.toMinor }
  );
}
