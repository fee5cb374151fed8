import { never } from '@continuo/kernel/decider';
import type { DraftCommand } from './commands';
import {
  consentMissing,
  depositNeedsConsent,
  noLines,
  noSuchLine,
  notADraft,
  orderNotFound,
} from './errors';
import type { OrderEvent, Placement } from './events';
import { lineIdOf, type NewLine } from './line';
import { linkUsed } from './outcomes';
import { type Draft, isPlaced, type OrderState } from './state';

/** From the first word of the call to the order that is placed. */
export function decideDraft(command: DraftCommand, state: OrderState): readonly OrderEvent[] {
  switch (command.kind) {
    case 'open-draft':
      return state.status === 'none' ? open(command) : [];
    case 'add-line': {
      const draft = draftOf(state);
      return [lineAdded(command.line, draft.linesAdded + 1)];
    }
    case 'remove-line': {
      const line = draftOf(state).lines.find(({ lineId }) => lineId === command.lineId);
      if (!line) throw noSuchLine(command.lineId);
      return [{ type: 'order.line-removed.v1', data: { line } }];
    }
    case 'record-consent':
      draftOf(state);
      return [{ type: 'order.consent-recorded.v1', data: command.consent }];
    case 'place':
      return place(command, state);
    default:
      return never(command);
  }
}

function open(command: Extract<DraftCommand, { kind: 'open-draft' }>): OrderEvent[] {
  const events: OrderEvent[] = [{ type: 'order.draft-opened.v1', data: command.opening }];
  command.lines.forEach((line, index) => events.push(lineAdded(line, index + 1)));
  if (command.consent) events.push({ type: 'order.consent-recorded.v1', data: command.consent });
  return events;
}

function lineAdded(line: NewLine, number: number): OrderEvent {
  return { type: 'order.line-added.v1', data: { line: { lineId: lineIdOf(number), ...line } } };
}

/** An order is placed from its draft, or at once: on a single request, or for a cycle of a program. */
function place(
  { placement, shipOn, link }: Extract<DraftCommand, { kind: 'place' }>,
  state: OrderState,
): readonly OrderEvent[] {
  if (isPlaced(state) && isSameCycle(state, placement)) return [];
  if (state.status !== 'none') draftOf(state);
  if (placement.lines.length === 0) throw noLines();
  const startsProgram = placement.lines.some((line) => line.program !== null);
  if (startsProgram && !placement.consent) throw consentMissing();
  if (placement.tender.depositMinor > 0 && !placement.consent) throw depositNeedsConsent();
  const { orderId, placedOn } = placement;
  const events: OrderEvent[] = [{ type: 'order.placed.v2', data: placement }];
  if (shipOn !== undefined && shipOn > placedOn)
    events.push({ type: 'order.shipping-scheduled.v1', data: { orderId, shipOn } });
  return [...events, ...linkUsed(orderId, link)];
}

function isSameCycle(placed: Placement, { origin }: Placement): boolean {
  return (
    origin.kind === 'program' &&
    placed.origin.kind === 'program' &&
    placed.origin.subscriptionId === origin.subscriptionId &&
    placed.origin.cycle === origin.cycle
  );
}

function draftOf(state: OrderState): Draft {
  if (state.status === 'none') throw orderNotFound('with this id');
  if (state.status !== 'draft') throw notADraft(state.status);
  return state;
}
