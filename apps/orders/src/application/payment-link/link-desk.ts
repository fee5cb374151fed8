import { CommandRunner, type Folded } from '@continuo/event-store/command-runner';
import { systemActor } from '@continuo/kernel/actor';
import { CLOCK, type Clock } from '@continuo/kernel/clock';
import type { CommandContext } from '@continuo/kernel/command-context';
import { deriveUuid } from '@continuo/kernel/ids';
import { Inject, Injectable } from '@nestjs/common';
import type { BoundTo } from '../../domain/order/access';
import { linkNotFound } from '../../domain/payment-link/errors';
import type { PaymentLink } from '../../domain/payment-link/state';
import { paymentLinkAggregate } from '../aggregates';
import { hashOf, isSecretOf, linkIdOf } from './link-secrets';

/** Ties what a payer's request brings about together. */
export interface Trace {
  readonly correlationId: string;
  readonly traceparent?: string;
}

/** Finds payment links, for whoever sells and for whoever pays. */
@Injectable()
export class LinkDesk {
  constructor(
    private readonly runner: CommandRunner,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** A link, if it exists for whoever is bound to a call centre. */
  async forSeller(paymentLinkId: string, boundTo: BoundTo): Promise<Folded<PaymentLink>> {
    const { state, revision } = await this.runner.load(paymentLinkAggregate, paymentLinkId);
    const isKnown =
      state.status !== 'none' && (boundTo === null || state.sale.callCentreId === boundTo);
    if (!isKnown) throw linkNotFound();
    return { state, revision };
  }

  /** The link that a secret opens. A wrong secret is counted against the link that it names. */
  async forPayer(secret: string, trace: Trace): Promise<Folded<PaymentLink>> {
    const id = linkIdOf(secret);
    if (id === undefined) throw linkNotFound();
    const { state, revision } = await this.runner.load(paymentLinkAggregate, id);
    if (state.status === 'none') throw linkNotFound();
    if (!isSecretOf(secret, state.secretHash)) {
      await this.refuse(id, secret, trace);
      throw linkNotFound();
    }
    return { state, revision };
  }

  /** Nobody knows who it was. */
  private async refuse(id: string, secret: string, trace: Trace): Promise<void> {
    const context: CommandContext = {
      ...trace,
      commandId: deriveUuid('payment-link', id, 'refuse-secret', hashOf(secret)),
      actor: systemActor('payment-links'),
      now: this.clock.now(),
    };
    await this.runner.execute(paymentLinkAggregate, id, { kind: 'refuse-secret' }, context);
  }
}

/** What the payer does, by link or IVR, on the call on which the link was asked for. */
export function payerContext(
  link: PaymentLink,
  effect: string,
  trace: Trace,
  now: string,
): CommandContext {
  const { paymentLinkId, channel, customerId, sale, callId, scriptVersion } = link;
  return {
    ...trace,
    commandId: deriveUuid('payment-link', paymentLinkId, effect),
    actor: {
      kind: channel === 'ivr' ? 'ivr' : 'customer',
      id: customerId,
      callCentreId: sale.callCentreId ?? undefined,
      via: paymentLinkId,
    },
    now,
    callId: callId ?? undefined,
    scriptVersion: scriptVersion ?? undefined,
  };
}
