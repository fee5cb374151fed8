import { FlagField, NestedField, TextField } from '@continuo/http/fields';
import type { ChangedSubscription } from '../application/change-subscription/change-subscription.command';
import type { Effect, Preview } from '../domain/subscription/preview';
import { ApprovalView, approvalView } from './approval.view';
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

export class PreviewView extends EffectView {
  @FlagField({ description: 'false when the program is already so' })
  changes_anything!: boolean;

  @NestedField(() => ApprovalView, {
    nullable: true,
    description: 'null when an agent may do it alone',
  })
  approval_needed!: ApprovalView | null;

  @NestedField(() => ApprovalView, { array: true, description: 'all that a supervisor decides' })
  approvals!: ApprovalView[];

  @FlagField({
    description:
      'charged more, sooner or again: a customer who acts for themself sends `words` as `consent`. Of an approval: more than was told when it was asked for, whoever asked',
  })
  consent_needed!: boolean;
}

export class ChangedSubscriptionView extends SubscriptionView {
  @TextField({ description: 'names this request: in the history, and to undo or approve it' })
  change_id!: string;

  @FlagField({ description: 'true: nothing has changed yet, a supervisor has to approve it' })
  awaits_approval!: boolean;

  @NestedField(() => EffectView)
  effect!: EffectView;
}

export function previewView(preview: Preview): PreviewView {
  const approvals = preview.approvals.map(approvalView);
  return {
    ...effectView(preview),
    changes_anything: preview.events.length > 0,
    approval_needed: approvals[0] ?? null,
    approvals,
    consent_needed: preview.consentNeeded,
  };
}

export function changedView(changed: ChangedSubscription, changeId: string) {
  const view: ChangedSubscriptionView = {
    ...subscriptionView(changed.state),
    change_id: changeId,
    awaits_approval: changed.awaitsApproval,
    effect: effectView(changed.effect),
  };
  return view;
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
