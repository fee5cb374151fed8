import type { CommandContext } from '@continuo/kernel/command-context';
import { Command } from '@nestjs/cqrs';
import type { Profile } from '../../domain/customer/events';
import type { SellingParty } from '../../domain/order/access';
import type { Address, LinkUse } from '../../domain/order/events';
import type { LineRequest } from '../../domain/order/sell';
import type { OrderState } from '../../domain/order/state';
import type { GivenConsent } from '../selling/order-seal';

export interface OrderRequest {
  readonly campaign: { readonly campaignId: string } | { readonly dnis: string };
  readonly callId: string | null;
  /** A customer that is known, or one to be registered with the order. */
  readonly customer: { readonly customerId: string } | { readonly profile: Profile };
  readonly shipTo: Address;
  readonly lines: readonly LineRequest[];
  readonly consent: GivenConsent | null;
  /** With it the order is placed at once. */
  readonly pay: PaymentRequest | null;
}

/** How an order is to be paid. */
export interface PaymentRequest {
  readonly token: string;
  /** The customer's credit before the card. */
  readonly useCredit: boolean;
  /** 0 is none. */
  readonly depositMinor: number;
  /** By telephone when absent. */
  readonly initiator?: 'online';
  /** By which the payer gave the token. */
  readonly link?: LinkUse;
}

export interface OrderAnswer {
  readonly orderId: string;
  readonly order: OrderState;
  readonly revision: number;
}

export class OpenOrder extends Command<OrderAnswer> {
  constructor(
    readonly request: OrderRequest,
    readonly party: SellingParty,
    readonly context: CommandContext,
    /** How long a placed order's answer may wait for the payment's outcome. */
    readonly waitMs: number,
  ) {
    super();
  }
}
