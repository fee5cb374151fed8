import { CommandRunner } from '@continuo/event-store/command-runner';
import type { CommandContext } from '@continuo/kernel/command-context';
import { deriveId, deriveUuid } from '@continuo/kernel/ids';
import { addMs } from '@continuo/kernel/instant';
import { Logger } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { NoticeOutcome } from '../../domain/notice/decider';
import { ANSWER_AFTER_MS } from '../../domain/payment/policy';
import { openAttempt } from '../../domain/payment/state';
import { NOTICE, PAYMENT } from '../aggregates';
import { Cards } from '../cards';
import { DisputeNotices } from '../dispute-notices';
import { GatewayDesk } from '../gateway-desk';
import type { GatewayNotice } from '../ports';
import { UpdateCardCommand } from '../update-card/update-card.command';
import { UpdateCardHandler } from '../update-card/update-card.handler';
import { ReceiveNoticeCommand } from './receive-notice.command';

/**
 * The door for what gateways tell unasked. A notice is never believed about the outcome of an
 * attempt: it makes us ask. Only what cannot be asked for, a dispute or a card's new date, is taken from it.
 */
@CommandHandler(ReceiveNoticeCommand)
export class ReceiveNoticeHandler implements ICommandHandler<ReceiveNoticeCommand> {
  private readonly logger = new Logger(ReceiveNoticeHandler.name);

  constructor(
    private readonly desk: GatewayDesk,
    private readonly runner: CommandRunner,
    private readonly disputes: DisputeNotices,
    private readonly cards: Cards,
    private readonly updating: UpdateCardHandler,
  ) {}

  /** What follows comes before the notice is in the record: cut off between, it comes again. */
  async execute({ account, notice, context }: ReceiveNoticeCommand) {
    const { gatewayId, kind, paymentId, occurredAt } = notice;
    const noticeId = deriveId('ntc', account, gatewayId);
    const { state } = await this.runner.load(NOTICE, noticeId);
    if (state.status !== 'none') return 'duplicate';
    const outcome = await this.follow(notice, context);
    if (outcome === 'unmatched')
      this.logger.warn(`${account} tells ${kind} of a payment that is not ours: ${noticeId}`);
    const receive = { type: 'receive', account, gatewayId, kind, paymentId, occurredAt } as const;
    await this.runner.execute(NOTICE, noticeId, { ...receive, outcome }, context, {
      likelyNew: true,
    });
    return outcome;
  }

  private async follow(notice: GatewayNotice, context: CommandContext): Promise<NoticeOutcome> {
    const { paymentId, dispute, card } = notice;
    if (card) return this.update(card, context);
    if (!notice.concernsPayment) return 'ignored';
    if (paymentId === null) return 'unmatched';
    const { state } = await this.runner.load(PAYMENT, paymentId);
    if (state.status === 'none') return 'unmatched';
    const { now } = context;
    if (dispute) return this.disputes.follow(paymentId, dispute, context);
    const attempt = openAttempt(state);
    if (!attempt) return 'nothing-open';
    const answerIsComing =
      attempt.status === 'requested' && addMs(attempt.sentAt, ANSWER_AFTER_MS) > now;
    if (answerIsComing || this.desk.underWay(paymentId)) return 'under-way';
    await this.desk.ask(paymentId, context);
    return 'rechecked';
  }

  /** A card that was never declined here goes on as it was: only what was given up is tried again. */
  private async update(
    { token, update }: NonNullable<GatewayNotice['card']>,
    context: CommandContext,
  ): Promise<NoticeOutcome> {
    const { paymentIds } = await this.cards.find(token);
    if (paymentIds.length === 0) return 'ignored';
    const commandId = deriveUuid('card', context.commandId);
    await this.updating.execute(new UpdateCardCommand(token, update, { ...context, commandId }));
    return 'card-noted';
  }
}
