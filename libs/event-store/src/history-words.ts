import type { DomainEvent } from './event-store';

/** What an event says in an audit: which field, from what, to what; null where nothing was before or is after. */
export interface Told {
  readonly field: string;
  readonly from: string | number | null;
  readonly to: string | number | null;
  /** The cycle of a program that it is about, or the first it applies to. */
  readonly cycle?: number;
}

/** The words for the events of one category, in today's form. */
export type HistoryWords = (event: DomainEvent) => readonly Told[];

/** Stands for personal data: it is encrypted in the record, and stays so in an audit. */
export const SEALED = '(sealed)';

/** `interval-changed` of `subscription.interval-changed.v1`. */
export const changeName = (type: string): string => type.split('.')[1] ?? type;

/** For events without words of their own: what happened, and from what to what where their data says it. */
export function plainWords({ type, data }: DomainEvent): readonly Told[] {
  const change = changeName(type);
  if (!('from' in data) || !('to' in data))
    return [{ field: type.split('.')[0] ?? type, from: null, to: change }];
  const field = change.replace(/-changed$/, '').replaceAll('-', '_');
  return [{ field, from: plain(data.from), to: plain(data.to) }];
}

/** The approval that a change needed and got, where its data names one. */
export function approvalOf({ data }: DomainEvent): string | null {
  const approval = 'approvedBy' in data ? data.approvedBy : undefined;
  if (typeof approval === 'string') return approval;
  const id = approval && typeof approval === 'object' && 'id' in approval ? approval.id : undefined;
  return typeof id === 'string' ? id : null;
}

function plain(value: unknown): string | number | null {
  if (value === null || typeof value === 'string' || typeof value === 'number') return value;
  if (typeof value === 'object' && value !== undefined && 'sealed' in value) return SEALED;
  return JSON.stringify(value) ?? null;
}

/** Whom an event is about, as far as its own data says so. */
export interface Subjects {
  readonly customerId: string | null;
  readonly orderId: string | null;
}

/** A stream's first event names its customer or its order; `order` holds the facts of an order as another service took them. */
export function subjectsOf({ data }: DomainEvent): Subjects {
  const named = ('order' in data && isObject(data.order) ? data.order : data) as {
    readonly customerId?: unknown;
    readonly orderId?: unknown;
  };
  const text = (value: unknown) => (typeof value === 'string' ? value : null);
  return { customerId: text(named.customerId), orderId: text(named.orderId) };
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
