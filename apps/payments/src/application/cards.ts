import { CommandRunner } from '@continuo/event-store/command-runner';
import type { CommandContext } from '@continuo/kernel/command-context';
import { deriveId, deriveUuid } from '@continuo/kernel/ids';
import type { Instant } from '@continuo/kernel/instant';
import { Injectable } from '@nestjs/common';
import type { Declined } from '../domain/payment/answer';
import type { Attempt } from '../domain/payment/state';
import { CARD } from './aggregates';

const cardId = (token: string) => deriveId('card', token);

/** The declined tries of a card over all payments, for the networks' cap. */
@Injectable()
export class Cards {
  constructor(private readonly runner: CommandRunner) {}

  async tries(token: string): Promise<readonly Instant[]> {
    const { state } = await this.runner.load(CARD, cardId(token));
    return state.map((each) => each.at);
  }

  /** Counts a declined try, once, and answers all of the last thirty days. */
  async noteDecline(
    paymentId: string,
    { attemptId, token, sentAt: at }: Attempt,
    { decline, code }: Declined,
    context: CommandContext,
  ): Promise<readonly Instant[]> {
    const noted = { ...context, commandId: deriveUuid('card-declined', attemptId, at) };
    const command = { type: 'note-decline', paymentId, attemptId, at, decline, code } as const;
    const { state } = await this.runner.execute(CARD, cardId(token), command, noted);
    return state.map((each) => each.at);
  }
}
