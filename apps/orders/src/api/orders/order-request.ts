import { invalid } from '@continuo/kernel/domain-error';
import type { OrderRequest, PaymentRequest } from '../../application/open-order/open-order.command';
import { requirePhone } from '../../application/selling/contact';
import type { GivenConsent } from '../../application/selling/order-seal';
import type { Address } from '../../domain/order/events';
import type { LineRequest } from '../../domain/order/sell';
import { profileOf } from '../customers/customer.dto';
import type { ConsentBody, LineBody, OrderBody, PaymentBody, ShipToBody } from './order.dto';

/** The request body in the terms of the domain. */
export function orderRequestOf(body: OrderBody, callId: string | undefined): OrderRequest {
  return {
    campaign: campaignOf(body),
    callId: body.call_id ?? callId ?? null,
    customer: customerOf(body),
    shipTo: addressOf(body.ship_to),
    lines: body.lines?.map(lineOf) ?? [],
    consent: body.consent ? consentOf(body.consent) : null,
    pay: body.payment ? paymentOf(body.payment) : null,
  };
}

function campaignOf({ campaign_id, dnis }: OrderBody): OrderRequest['campaign'] {
  if (campaign_id !== undefined && dnis === undefined) return { campaignId: campaign_id };
  if (dnis !== undefined && campaign_id === undefined) return { dnis: requirePhone(dnis, '/dnis') };
  throw invalid('campaign-or-dnis', '/campaign_id', 'Send either campaign_id or dnis.');
}

function customerOf({ customer_id, customer }: OrderBody): OrderRequest['customer'] {
  if (customer_id !== undefined && customer === undefined) return { customerId: customer_id };
  if (customer !== undefined && customer_id === undefined) {
    return { profile: profileOf(customer, '/customer') };
  }
  throw invalid('customer-or-id', '/customer_id', 'Send either customer_id or customer.');
}

export function addressOf({ name, lines, city, region, postcode, country }: ShipToBody): Address {
  return { name, lines, city, region: (region ?? '').toUpperCase(), postcode, country };
}

export function lineOf({ offer_id, quantity, instalments, interval, sku }: LineBody): LineRequest {
  return { offerId: offer_id, quantity, instalments, interval, sku };
}

export function consentOf(body: ConsentBody): GivenConsent {
  return {
    scriptVersion: body.script_version,
    words: body.words,
    recordingReference: body.recording_reference ?? null,
    givenBy: body.given_by,
  };
}

export function paymentOf(body: PaymentBody): PaymentRequest {
  const { token, use_credit = false, deposit_minor = 0 } = body;
  return { token, useCredit: use_credit, depositMinor: deposit_minor };
}
