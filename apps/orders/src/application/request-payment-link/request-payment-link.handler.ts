import { CommandRunner } from '@continuo/event-store/command-runner';
import type { CommandContext } from '@continuo/kernel/command-context';
import { deriveId } from '@continuo/kernel/ids';
import { addMs, type Instant } from '@continuo/kernel/instant';
import { type Config, CONFIG } from '@continuo/service/config';
import { Inject } from '@nestjs/common';
import { CommandHandler } from '@nestjs/cqrs';
import { badExpiry } from '../../domain/payment-link/errors';
import type { LinkTerms } from '../../domain/payment-link/events';
import { paymentLinkAggregate } from '../aggregates';
import { hashOf, LinkSecrets } from '../payment-link/link-secrets';
import { OrdersDue } from '../payment-link/order-due';
import { SalesDesk } from '../selling/sales-desk';
import { type RequestedLink, RequestPaymentLink } from './request-payment-link.command';

const MINUTE_MS = 60_000;
const LONGEST_MS = 30 * 24 * 60 * MINUTE_MS;

@CommandHandler(RequestPaymentLink)
export class RequestPaymentLinkHandler {
  constructor(
    private readonly runner: CommandRunner,
    private readonly desk: SalesDesk,
    private readonly orders: OrdersDue,
    private readonly secrets: LinkSecrets,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async execute(command: RequestPaymentLink): Promise<RequestedLink> {
    const { orderId, boundTo, context } = command;
    await this.desk.order(orderId, boundTo);
    const id = deriveId('plk', context.commandId);
    const secret = this.secrets.of(id);
    const repeated = await this.runner.carriedOut(paymentLinkAggregate, id, context);
    if (repeated) return { link: repeated.state, revision: repeated.revision, secret };
    const terms = await this.termsOf(id, secret, command);
    const request = { kind: 'request', terms } as const;
    const { state, revision } = await this.runner.execute(
      paymentLinkAggregate,
      id,
      request,
      context,
      { likelyNew: true },
    );
    return { link: state, revision, secret };
  }

  private async termsOf(
    paymentLinkId: string,
    secret: string,
    { orderId, channel, expiresAt, context }: RequestPaymentLink,
  ): Promise<LinkTerms> {
    const { order, due } = await this.orders.of(orderId, context.now);
    return {
      paymentLinkId,
      channel,
      orderId,
      customerId: order.customerId,
      sale: order.sale,
      due,
      secretHash: hashOf(secret),
      expiresAt: this.expiryOf(expiresAt, context),
      callId: context.callId ?? order.sale.callId,
      scriptVersion: context.scriptVersion ?? null,
    };
  }

  private expiryOf(asked: Instant | null, { now }: CommandContext): Instant {
    if (asked === null) return addMs(now, this.config.paymentLinkMinutes * MINUTE_MS);
    const latest = addMs(now, LONGEST_MS);
    if (asked <= now || asked > latest) throw badExpiry(latest);
    return asked;
  }
}
