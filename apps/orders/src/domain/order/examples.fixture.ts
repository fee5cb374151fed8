import type { Sealed } from '@continuo/kernel/sealed';
import type { OrderCommand } from './commands';
import type { Authorisation, Consent, Opening, OrderEvent, Package, Placement } from './events';
import { type DraftLine, lineIdOf, type NewLine, type ProgramTerms } from './line';
import { priceOrder, type PricingTerms } from './pricing';

const sealed = <T>(text: string) => text as Sealed<T>;

export const TERMS: PricingTerms = {
  placedOn: '2026-11-22',
  shipping: { perOrderMinor: 995, freeFromGoodsMinor: null },
  tax: { jurisdiction: 'US-CA', rates: { general: '0.0725' }, shippingTaxable: false },
};

export const JUICER: NewLine = {
  kind: 'main',
  offerId: 'off_juicer',
  offerPriceVersion: 1,
  sku: 'JUICER-01',
  name: 'Countertop juicer',
  quantity: 2,
  unitPriceMinor: 9995,
  taxCategory: 'general',
  instalments: 4,
  program: null,
};

export const GREENS_PROGRAM: ProgramTerms = {
  planId: 'plan_greens',
  planVersion: 1,
  interval: 'P1M',
  unitPriceMinor: 3995,
  sku: 'GREENS-30',
  quantity: 1,
  shippingMinor: 495,
  taxCategory: 'food',
  trialDays: null,
};

export const GREENS: NewLine = {
  ...JUICER,
  kind: 'cross-sell',
  offerId: 'off_greens',
  sku: 'GREENS-30',
  name: 'Daily greens',
  quantity: 1,
  unitPriceMinor: 2995,
  taxCategory: 'food',
  instalments: 1,
  program: GREENS_PROGRAM,
};

export const OPENING: Opening = {
  orderId: 'ord_1',
  customerId: 'cus_1',
  sale: { campaignId: 'cmp_1', callId: 'call_1', agentId: 'agt_ann', callCentreId: 'cc_north' },
  currency: 'USD',
  zone: 'America/New_York',
  shipTo: { sealed: sealed('sealed-address'), stream: 'order-ord_1', field: 'shipTo' },
  destination: { country: 'US', region: 'CA' },
  shipping: TERMS.shipping,
};

export const CONSENT: Consent = {
  scriptVersion: 'script-7',
  words: 'You join a program ... Do you agree?',
  recordingReference: 'rec_1',
  givenBy: sealed('sealed-name'),
  givenAt: '2026-11-22T09:30:00.000Z',
};

export function numbered(...lines: readonly NewLine[]): DraftLine[] {
  return lines.map((line, index) => ({ lineId: lineIdOf(index + 1), ...line }));
}

export function aPlacement(
  lines: readonly NewLine[] = [JUICER],
  changes: Partial<Placement> = {},
): Placement {
  const { shipping: _, ...opening } = OPENING;
  return {
    ...opening,
    ...priceOrder(numbered(...lines), TERMS),
    origin: { kind: 'call' },
    placedOn: TERMS.placedOn,
    payment: { token: 'pm_approved', initiator: 'moto', networkTransactionId: null },
    tender: { useCredit: false, depositMinor: 0 },
    consent: null,
    ...changes,
  };
}

export function aCyclePlacement(): Placement {
  const line: NewLine = { ...GREENS, kind: 'continuity', offerId: null, program: null };
  return aPlacement([line], {
    origin: { kind: 'program', subscriptionId: 'sub_1', cycle: 2 },
    payment: { token: 'pm_approved', initiator: 'recurring', networkTransactionId: 'ntx_1' },
  });
}

export const placedEvent = (placement: Placement = aPlacement()): OrderEvent => ({
  type: 'order.placed.v2',
  data: placement,
});

export const AUTHORISATION: Authorisation = {
  paymentId: 'pay_1',
  amountMinor: 5610,
  token: 'pm_approved',
  networkTransactionId: 'ntx_1',
};

export const authorise: OrderCommand = {
  kind: 'record-authorisation',
  authorisation: AUTHORISATION,
};

export const authorisedEvent: OrderEvent = {
  type: 'order.payment-authorised.v1',
  data: AUTHORISATION,
};

export function releasedEvent(placement: Placement = aPlacement(), release = 1): OrderEvent {
  const { totals: _, instalments: __, consent: ___, destination: ____, ...agreed } = placement;
  const { tender: _____, ...rest } = agreed;
  const payment = { ...placement.payment, token: 'pm_approved', networkTransactionId: 'ntx_1' };
  return { type: 'order.released.v1', data: { ...rest, payment, release } };
}

export function declineCommand(final = false, instalment = 1): OrderCommand {
  return {
    kind: 'record-decline',
    decline: {
      paymentId: 'pay_1',
      instalment,
      amountMinor: 5610,
      decline: 'soft',
      code: 'insufficient_funds',
      final,
      retryAt: null,
    },
  };
}

export function aPackage(packageId: string, quantity: number, lineId = 'line-1'): Package {
  return {
    shipmentId: 'shp_1',
    vendorId: 'ven_1',
    packageId,
    lines: [{ lineId, sku: 'JUICER-01', quantity }],
    tracking: { carrier: 'UPS', number: `1Z${packageId}` },
    shippedAt: '2026-11-23T10:00:00.000Z',
  };
}

export const shippedEvent = (packageId: string, quantity: number): OrderEvent => ({
  type: 'order.package-shipped.v1',
  data: aPackage(packageId, quantity),
});
