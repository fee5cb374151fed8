import type { Type } from '@nestjs/common';
import type { ChangeKind } from '../domain/subscription/change';
import * as changes from './changes.dto';
import * as further from './further-changes.dto';

/** The route of one kind of change, `POST /v1/subscriptions/{id}/<path>`, and the body that it takes. */
export interface SingleChange {
  readonly path: string;
  readonly body: Type<object>;
  readonly summary: string;
}

/** Every kind has one: what a body leaves out of {@link AnyChangeDto}, its kind does not take. */
export const SINGLE_CHANGES: Readonly<Record<ChangeKind, SingleChange>> = {
  interval: {
    path: 'interval-changes',
    body: changes.IntervalChangeDto,
    summary: 'Another interval, counted from the next date, which stays',
  },
  price: {
    path: 'price-changes',
    body: changes.PriceChangeDto,
    summary: 'Another price per unit; far from the plan, a supervisor sends it',
  },
  product: {
    path: 'product-changes',
    body: changes.ProductChangeDto,
    summary: 'Another product of the plan, at its own price',
  },
  quantity: {
    path: 'quantity-changes',
    body: changes.QuantityChangeDto,
    summary: 'Another quantity per cycle',
  },
  'add-product': {
    path: 'product-additions',
    body: further.ProductAdditionDto,
    summary: 'One more product of the plan with every cycle',
  },
  'remove-product': {
    path: 'product-removals',
    body: further.ProductRemovalDto,
    summary: 'Without one of the further products',
  },
  component: {
    path: 'component-swaps',
    body: further.ComponentSwapDto,
    summary: 'Another product instead of a component of a bundle, where the plan allows it',
  },
  'add-on': {
    path: 'add-ons',
    body: further.AddOnDto,
    summary: 'Something more, once, with the next shipment',
  },
  'remove-add-on': {
    path: 'add-on-removals',
    body: further.AddOnRemovalDto,
    summary: 'Without an add-on that was to go with the next shipment',
  },
  plan: {
    path: 'plan-changes',
    body: further.PlanChangeDto,
    summary:
      'Another plan: its prices and rules from the next cycle on; for customers one that theirs names',
  },
  address: {
    path: 'address-changes',
    body: further.AddressChangeDto,
    summary: 'Another address for the shipments to come',
  },
  date: {
    path: 'date-changes',
    body: changes.DateChangeDto,
    summary: 'Another date for one cycle, or for the next and all that follow; today sends now',
  },
  anchor: {
    path: 'anchor-changes',
    body: further.AnchorChangeDto,
    summary: 'The next cycle on this date, later ones counted from it',
  },
  'send-now': {
    path: 'immediate-shipments',
    body: further.SendNowDto,
    summary: 'The next cycle today; later ones keep their dates',
  },
  skip: { path: 'skips', body: changes.SkipDto, summary: 'Leave one cycle out' },
  unskip: { path: 'unskips', body: changes.UnskipDto, summary: 'Take a skip back' },
  pause: {
    path: 'pauses',
    body: changes.PauseDto,
    summary: 'No cycle before a date; a pause that is on gets another end',
  },
  resume: { path: 'resumptions', body: changes.ResumptionDto, summary: 'End a pause now' },
  hold: {
    path: 'holds',
    body: further.HoldDto,
    summary: 'Nothing is charged or shipped until somebody releases it',
  },
  release: { path: 'hold-releases', body: further.HoldReleaseDto, summary: 'End a hold' },
  cancel: {
    path: 'cancellations',
    body: changes.CancellationDto,
    summary: 'End the program; the answer says what was handed over before',
  },
  'save-offers': {
    path: 'save-offers',
    body: further.SaveOffersDto,
    summary: 'What was offered to a customer who stays, and what was taken',
  },
  reactivate: {
    path: 'reactivations',
    body: changes.ReactivationDto,
    summary: 'Start a cancelled or held program again',
  },
  'win-back': {
    path: 'win-backs',
    body: further.WinBackDto,
    summary: 'Start a cancelled or expired program again by an offer',
  },
  'convert-trial': {
    path: 'trial-conversions',
    body: further.TrialConversionDto,
    summary: 'Charge a trial today, once the consent is recorded',
  },
  'end-trial': {
    path: 'trial-endings',
    body: further.TrialEndingDto,
    summary: 'End a trial without a charge',
  },
  'payment-method': {
    path: 'payment-methods',
    body: changes.PaymentMethodDto,
    summary: 'Another payment token for the cycles to come',
  },
  zone: {
    path: 'zone-changes',
    body: changes.ZoneChangeDto,
    summary: "Another time zone: dates stay, the hour they begin at is the customer's",
  },
};
