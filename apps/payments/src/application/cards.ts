import { CommandRunner } from '@continuo/event-store/command-runner';
import type { CommandContext } from '@continuo/kernel/command-context';
import { deriveId, deriveUuid } from '@continuo/kernel/ids';
import type { Instant } from '@continuo/kernel/instant';
import { Injectable } from '@nestjs/common';
import type { CardState, CardUpdate } from '../domain/card/decider';
import type { DunningPolicy } from '../domain/dunning/policy';
import {
  type Declined,
  type LookupAnswer,
  RAISE_NOT_AVAILABLE,
  UNKNOWN_TOKEN,
} from '../domain/payment/answer';
import type { PaymentCommand } from '../domain/payment/decider';
import { byCustomer } from '../domain/payment/facts';
import type { Attempt } from '../domain/payment/state';
import { CARD, PAYMENT } from './aggregates';
import { policyFor } from './governing-policy';

const cardId = (token: string) => deriveId('card', token);

interface CardKnowledge {
  readonly triesOnCard: readonly Instant[];
  readonly triesOnNewCard?: readonly Instant[];
  /** Only for a decline. */
  readonly policy?: DunningPolicy;
}

/** A card was declined where more was to be taken or held on it, by whoever issued it. */
function isTry({ kind }: Attempt, { code }: Declined): boolean {
  if (code === RAISE_NOT_AVAILABLE || code === UNKNOWN_TOKEN) return false;
  return kind !== 'capture' && kind !== 'refund' && kind !== 'release';
}

/** The declined tries of a card over all payments, for the networks' cap. */
@Injectable()
export class Cards {
  constructor(private readonly runner: CommandRunner) {}

  async tries(token: string): Promise<readonly Instant[]> {
    return (await this.find(token)).tries.map((each) => each.at);
  }

  async find(token: string): Promise<CardState> {
    return (await this.runner.load(CARD, cardId(token))).state;
  }

  /** The token of a card that is kept on file: the network may have given it another since, and another. */
  async onFile(token: string): Promise<string> {
    const passed = new Set<string>();
    let last = token;
    while (!passed.has(last)) {
      passed.add(last);
      const { update } = await this.find(last);
      if (update?.result === 'new-token') last = update.newToken;
    }
    return last;
  }

  /** The command, with the tries on the card of which it may bring about one more by itself. */
  async withTries(paymentId: string, command: PaymentCommand): Promise<PaymentCommand> {
    switch (command.type) {
      case 'open':
        // The customer starts it; that is no try of ours.
        if (byCustomer(command.method.initiator)) return command;
        return { triesOnCard: await this.tries(command.method.token), ...command };
      case 'replace-method':
      case 'record-answer':
      case 'record-lookup':
      case 'close-card':
        return command;
      default: {
        const { state } = await this.runner.load(PAYMENT, paymentId);
        if (state.status === 'none') return command;
        return { ...command, triesOnCard: await this.tries(state.method.token) };
      }
    }
  }

  /** What an answer is judged by: a declined charge counts as a try on its card. */
  async heard(
    paymentId: string,
    attempt: Attempt,
    answer: LookupAnswer,
    context: CommandContext,
  ): Promise<CardKnowledge> {
    const { kind: what } = answer;
    // The order's own way is short: nothing that needs the card follows from its authorisation.
    if (what === 'unknown' || (what === 'succeeded' && attempt.kind === 'authorise')) {
      return { triesOnCard: [] };
    }
    const { state } = await this.runner.load(PAYMENT, paymentId);
    if (state.status === 'none') return { triesOnCard: [] };
    const triesOnCard =
      what === 'declined' && isTry(attempt, answer)
        ? await this.noteDecline(paymentId, attempt, answer, context)
        : await this.tries(attempt.token);
    const { token } = state.method;
    const triesOnNewCard = token === attempt.token ? triesOnCard : await this.tries(token);
    if (what !== 'declined') return { triesOnCard, triesOnNewCard };
    const { customerId, sale } = state.order;
    const about = { customerId, campaignId: sale.campaignId };
    const policy = await policyFor(this.runner, about, context.now);
    return { triesOnCard, triesOnNewCard, policy };
  }

  /** What a card updater says, kept once. */
  async noteUpdate(token: string, update: CardUpdate, context: CommandContext): Promise<CardState> {
    const command = { type: 'note-update', token, update, at: context.now } as const;
    return (await this.runner.execute(CARD, cardId(token), command, context)).state;
  }

  /** Counts a declined try, once, and answers all of the last thirty days. */
  private async noteDecline(
    paymentId: string,
    { attemptId, token, sentAt: at }: Attempt,
    { decline, code }: Declined,
    context: CommandContext,
  ): Promise<readonly Instant[]> {
    const noted = { ...context, commandId: deriveUuid('card-declined', attemptId, at) };
    const command = { type: 'note-decline', paymentId, attemptId, at, decline, code } as const;
    const { state } = await this.runner.execute(CARD, cardId(token), command, noted);
    return state.tries.map((each) => each.at);
  }
}
