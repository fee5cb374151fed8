import type { Decider } from '@continuo/kernel/decider';
import type { DraftCommand, GoodsCommand, MoneyCommand, OrderCommand } from './commands';
import { decideDraft } from './decide-draft';
import { decideGoods } from './decide-goods';
import { decideMoney } from './decide-money';
import { notPlaced, orderNotFound } from './errors';
import type { OrderEvent } from './events';
import { evolve } from './evolve';
import { type Draft, isPlaced, type OrderState } from './state';

function decide(command: OrderCommand, state: OrderState): readonly OrderEvent[] {
  if (isDraftCommand(command)) return decideDraft(command, state);
  if (state.status === 'none') throw orderNotFound('with this id');
  if (!isPlaced(state)) return decideForDraft(command, state);
  return isMoneyCommand(command) ? decideMoney(command, state) : decideGoods(command, state);
}

/** Cancelling a draft abandons it; everything else waits until it is placed. */
function decideForDraft(command: MoneyCommand | GoodsCommand, draft: Draft): readonly OrderEvent[] {
  if (command.kind !== 'cancel') throw notPlaced(draft.status);
  if (draft.status === 'abandoned') return [];
  return [{ type: 'order.draft-abandoned.v1', data: { reason: command.reason } }];
}

const DRAFT_COMMANDS: ReadonlySet<OrderCommand['kind']> = new Set<DraftCommand['kind']>([
  'open-draft',
  'add-line',
  'remove-line',
  'record-consent',
  'place',
]);

const MONEY_COMMANDS: ReadonlySet<OrderCommand['kind']> = new Set<MoneyCommand['kind']>([
  'try-another-token',
  'record-authorisation',
  'record-decline',
  'record-unknown',
  'record-capture',
  'record-refund',
]);

function isDraftCommand(command: OrderCommand): command is DraftCommand {
  return DRAFT_COMMANDS.has(command.kind);
}

function isMoneyCommand(command: MoneyCommand | GoodsCommand): command is MoneyCommand {
  return MONEY_COMMANDS.has(command.kind);
}

export const orderDecider: Decider<OrderCommand, OrderEvent, OrderState> = {
  decide,
  evolve,
  initialState: () => ({ status: 'none' }),
};
