import { never } from '@continuo/kernel/decider';
import type { LocalDate } from '@continuo/kernel/instant';
import type { Change, Consent, SaveOffer } from '../../domain/subscription/change';
import type { ApprovalCommand } from '../../domain/subscription/commands';
import type { SubscriptionEvent } from '../../domain/subscription/events';
import type { PriceOffer } from '../../domain/subscription/price-move';
import type { Anchor, CycleDate, Person } from '../../domain/subscription/terms';
import { broughtByPlan, comesWithPlan } from './brought-by-plan';
import { consentIn } from './consent-again';
import type { ProgramEvent } from './program-steps';

/** What somebody outside asked of a program, to be asked again of another life of it. */
export type Asked =
  | { readonly kind: 'changes'; readonly changes: readonly Change[]; readonly consent?: Consent }
  | {
      readonly kind: 'ask-approval';
      readonly changes: readonly Change[];
      readonly consent?: Consent;
      readonly requestId: string;
      readonly requestedBy: Person;
    }
  | (Pick<ApprovalCommand, 'requestId' | 'by' | 'consent'> & { readonly kind: 'approve' })
  | (Pick<ApprovalCommand, 'requestId' | 'by'> & { readonly kind: 'refuse-approval' })
  | { readonly kind: 'undo'; readonly changeId: string }
  | { readonly kind: 'receipt'; readonly receivedOn: LocalDate }
  | { readonly kind: 'update-card'; readonly from: string; readonly to: string }
  | { readonly kind: 'announce-price'; readonly offer: PriceOffer }
  | { readonly kind: 'withdraw-price'; readonly rolloutId: string };

/** What was asked for when these events, all of one command, were recorded; undefined for what time or a cycle's order brought about. */
export function askedAgain(events: readonly ProgramEvent[]): Asked | undefined {
  const meanings = events
    .filter((event) => !isBroughtAbout(event))
    .flatMap((event) => meaningOf(event, events) ?? []);
  // What an undo brings back may look like a request of its own.
  const undo = meanings.find((meaning) => meaning.kind === 'undo');
  const request = undo ?? meanings.find((meaning) => isRequest(meaning));
  const consent = consentIn(events);
  if (request) {
    const agrees = request.kind === 'ask-approval' || request.kind === 'approve';
    return agrees ? { ...request, ...consent } : request;
  }
  const changes = meanings.filter((meaning) => !isRequest(meaning));
  return changes.length === 0 ? undefined : { kind: 'changes', changes, ...consent };
}

const REQUESTS: readonly string[] = [
  'ask-approval',
  'approve',
  'refuse-approval',
  'undo',
  'receipt',
  'update-card',
  'announce-price',
  'withdraw-price',
];

function isRequest(meaning: Asked | Change): meaning is Asked {
  return REQUESTS.includes(meaning.kind);
}

/** A pause that was over, an ending that had come. */
function isBroughtAbout({ type, metadata }: ProgramEvent): boolean {
  const byTime = type === 'subscription.resumed.v1' || type === 'subscription.cancelled.v1';
  return byTime && metadata.actor.kind === 'system';
}

/** The change or the whole request that an event stands for; `beside`: all events of its command. */
function meaningOf(
  event: SubscriptionEvent,
  beside: readonly SubscriptionEvent[],
): Asked | Change | undefined {
  switch (event.type) {
    case 'subscription.interval-changed.v1':
      return comesWithPlan(event, beside)
        ? undefined
        : { kind: 'interval', interval: event.data.to };
    case 'subscription.price-changed.v1':
      return { kind: 'price', unitPriceMinor: event.data.toMinor };
    case 'subscription.price-overridden.v1': {
      const { to, standingMinor } = event.data;
      return to
        ? { kind: 'price', unitPriceMinor: to.unitPriceMinor, cycles: to.cyclesLeft }
        : { kind: 'price', unitPriceMinor: standingMinor };
    }
    case 'subscription.product-changed.v1':
      return comesWithPlan(event, beside) ? undefined : { kind: 'product', sku: event.data.to.sku };
    case 'subscription.product-added.v1': {
      const { sku, quantity } = event.data.product;
      return { kind: 'add-product', sku, quantity };
    }
    case 'subscription.product-removed.v1':
      return { kind: 'remove-product', sku: event.data.product.sku };
    case 'subscription.component-swapped.v1':
      return { kind: 'component', component: event.data.from.sku, sku: event.data.to.sku };
    case 'subscription.product-component-swapped.v1': {
      const { product, from, to } = event.data;
      return { kind: 'component', bundle: product.sku, component: from.sku, sku: to.sku };
    }
    case 'subscription.add-on-taken.v1': {
      const { sku, quantity } = event.data.product;
      return { kind: 'add-on', sku, quantity };
    }
    case 'subscription.add-on-dropped.v1':
      return { kind: 'remove-add-on', sku: event.data.product.sku };
    case 'subscription.quantity-changed.v1':
      return { kind: 'quantity', quantity: event.data.to };
    case 'subscription.plan-changed.v1': {
      const { plan, policies } = event.data.to;
      return { kind: 'plan', agreed: { plan, policies }, ...broughtByPlan(event, beside) };
    }
    case 'subscription.cycle-date-changed.v1': {
      const { cycle, to, moveFollowing } = event.data;
      return { kind: 'date', cycle, on: to, moveFollowing };
    }
    case 'subscription.cycle-sent-now.v1':
      return { kind: 'send-now' };
    case 'subscription.anchor-moved.v1':
      return { kind: 'anchor', on: event.data.to };
    case 'subscription.cycle-skipped.v1':
      return { kind: 'skip', cycle: event.data.cycle };
    case 'subscription.cycle-unskipped.v1':
      return { kind: 'unskip', cycle: event.data.cycle };
    case 'subscription.paused.v1':
      return { kind: 'pause', until: event.data.until };
    case 'subscription.resumed.v1':
      return { kind: 'resume' };
    case 'subscription.put-on-hold.v1':
      return { kind: 'hold', holdReason: event.data.holdReason };
    case 'subscription.released-from-hold.v1':
      return { kind: 'release' };
    case 'subscription.cancelled.v1': {
      const { reasonCode, note } = event.data;
      return endsItself(beside)
        ? undefined
        : { kind: 'cancel', reasonCode, note: note ?? undefined };
    }
    case 'subscription.cancellation-scheduled.v1': {
      const { lastCycle, reasonCode, note } = event.data.ending;
      const when =
        lastCycle === null
          ? ({ at: 'commitment' } as const)
          : ({ at: 'cycle', cycle: lastCycle } as const);
      return { kind: 'cancel', reasonCode, note: note ?? undefined, when };
    }
    case 'subscription.cancellation-withdrawn.v1':
      return { kind: 'reactivate' };
    case 'subscription.save-offers-shown.v1': {
      const { reasonCode, offers } = event.data;
      return { kind: 'save-offers', reasonCode, offers: [...offers] satisfies SaveOffer[] };
    }
    case 'subscription.reactivated.v1':
      return { kind: 'reactivate', nextOn: namedDate(event.data) };
    case 'subscription.won-back.v1': {
      const { offer } = event.data;
      return { kind: 'win-back', offer: offer ?? undefined, nextOn: namedDate(event.data) };
    }
    case 'subscription.trial-converted.v1':
      return { kind: 'convert-trial', consentReference: event.data.consentReference };
    case 'subscription.trial-declined.v1': {
      const ended = beside.find(({ type }) => type === 'subscription.cancelled.v1');
      const note = ended && 'note' in ended.data ? ended.data.note : null;
      return { kind: 'end-trial', reasonCode: event.data.reasonCode, note: note ?? undefined };
    }
    case 'subscription.address-changed.v1':
      return { kind: 'address', shipTo: event.data.to };
    case 'subscription.payment-method-changed.v1':
      return { kind: 'payment-method', token: event.data.to };
    case 'subscription.zone-changed.v1':
      return { kind: 'zone', zone: event.data.to };
    case 'subscription.approval-requested.v2': {
      const { changes, requestId, requestedBy } = event.data;
      return { kind: 'ask-approval', changes, requestId, requestedBy };
    }
    case 'subscription.approval-given.v1':
      return { kind: 'approve', requestId: event.data.requestId, by: event.data.approvedBy };
    case 'subscription.approval-refused.v1':
      return { kind: 'refuse-approval', requestId: event.data.requestId, by: event.data.refusedBy };
    case 'subscription.change-undone.v1':
      return { kind: 'undo', changeId: event.data.changeId };
    case 'subscription.card-updated.v1':
      return { kind: 'update-card', from: event.data.from, to: event.data.to };
    case 'subscription.trial-started.v1':
      return { kind: 'receipt', receivedOn: event.data.receivedOn };
    case 'subscription.price-move-announced.v1': {
      const { rolloutId, prices, notBefore: fromOn } = event.data;
      return { kind: 'announce-price', offer: { rolloutId, prices, fromOn, noticeDays: 0 } };
    }
    case 'subscription.price-move-withdrawn.v1':
      if (event.data.because !== 'stopped') return undefined;
      return { kind: 'withdraw-price', rolloutId: event.data.rolloutId };
    // What belongs to a request or an undo, which is asked for as a whole; the start; what time and a cycle's order (see newsAgain) bring about.
    case 'subscription.consent-recorded.v1':
    case 'subscription.receipt-withdrawn.v1':
    case 'subscription.calendar-restored.v1':
    case 'subscription.payment-method-restored.v1':
    case 'subscription.reinstated.v1':
    case 'subscription.started.v1':
    case 'subscription.terms-agreed.v1':
    case 'subscription.trial-ended.v1':
    case 'subscription.cycle-locked.v2':
    case 'subscription.cycles-missed.v1':
    case 'subscription.notice-due.v1':
    case 'subscription.expired.v1':
    case 'subscription.cycle-charge-unsettled.v1':
    case 'subscription.cycle-paid.v1':
    case 'subscription.cycle-declined.v1':
    case 'subscription.cycle-failed.v1':
    case 'subscription.cycle-released.v1':
    case 'subscription.cycle-shipped.v1':
    case 'subscription.cycle-voided.v1':
    case 'subscription.fell-past-due.v1':
    case 'subscription.recovered.v1':
    case 'subscription.held.v1':
    case 'subscription.prepaid-run-opened.v1':
    case 'subscription.prepaid-run-paid.v1':
    case 'subscription.prepaid-shipment-left.v1':
    case 'subscription.prepaid-shipments-lapsed.v1':
    case 'subscription.prepaid-run-ended.v1':
    case 'subscription.price-version-moved.v1':
      return undefined;
    default:
      return never(event);
  }
}

/** A trial that was declined, or an ending that was already there, cancels without being asked to. */
function endsItself(beside: readonly SubscriptionEvent[]): boolean {
  return beside.some(
    ({ type }) =>
      type === 'subscription.trial-declined.v1' ||
      type === 'subscription.cancellation-scheduled.v1',
  );
}

/** The date that a customer named for the start; undefined where the old calendar went on. */
function namedDate(again: {
  readonly anchor: Anchor;
  readonly nextCycle: number;
  readonly passed: readonly CycleDate[];
}): LocalDate | undefined {
  const { anchor, nextCycle, passed } = again;
  return anchor.cycle === nextCycle && passed.length === 0 ? anchor.on : undefined;
}
