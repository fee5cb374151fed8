import { idOf, type RecordedEvent } from '@continuo/event-store/event-store';
import type { Change, Projection } from '@continuo/read-store/projection';
import type { SubscriptionEvent } from '../../domain/subscription/events';

/** Changes that wait for a supervisor. */
export interface ApprovalRequestRow {
  readonly request_id: string;
  readonly position: number;
  readonly subscription_id: string;
  readonly customer_id: string;
  /** JSON of the changes, and of what only a supervisor may decide about them. */
  readonly changes: string;
  readonly approvals: string;
  readonly requested_by: string;
  readonly requested_at: string;
  /** Of whoever asked. */
  readonly call_centre_id: string | null;
  readonly call_id: string | null;
  readonly script_version: string | null;
  readonly reason: string | null;
}

export interface ApprovalRequestTables {
  readonly approval_requests: ApprovalRequestRow;
}

const table = 'approval_requests';

function evolve(recorded: RecordedEvent): readonly Change[] {
  const event = recorded as RecordedEvent & SubscriptionEvent;
  switch (event.type) {
    case 'subscription.approval-requested.v2': {
      const { position, metadata } = event;
      const { customerId, requestId, changes, approvals, requestedBy } = event.data;
      const row: ApprovalRequestRow = {
        request_id: requestId,
        position,
        subscription_id: idOf(event.stream),
        customer_id: customerId,
        changes: JSON.stringify(changes),
        approvals: JSON.stringify(approvals),
        requested_by: requestedBy.id,
        requested_at: metadata.recordedAt,
        call_centre_id: metadata.actor.callCentreId ?? null,
        call_id: metadata.callId ?? null,
        script_version: metadata.scriptVersion ?? null,
        reason: metadata.reason ?? null,
      };
      return [{ op: 'put', table, row: { ...row } }];
    }
    case 'subscription.approval-given.v1':
    case 'subscription.approval-refused.v1':
      return [{ op: 'remove', table, key: { request_id: event.data.requestId } }];
    default:
      return [];
  }
}

/** What waits for a supervisor? */
export const approvalRequestsProjection: Projection = {
  name: 'approval-requests',
  version: 1,
  categories: ['subscription'],
  tables: {
    [table]: {
      columns: {
        request_id: 'text',
        position: 'integer',
        subscription_id: 'text',
        customer_id: 'text',
        changes: 'json',
        approvals: 'json',
        requested_by: 'text',
        requested_at: 'text',
        call_centre_id: 'text',
        call_id: 'text',
        script_version: 'text',
        reason: 'text',
      },
      key: ['request_id'],
      indexes: [['position']],
    },
  },
  evolve,
};
