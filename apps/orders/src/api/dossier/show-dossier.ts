import type { Charge } from '../../application/consent-dossier/charges';
import type {
  Agreement,
  Dossier,
  ImportedDossier,
  Personal,
  PlacedDossier,
} from '../../application/consent-dossier/dossier';
import type { ProgramSince } from '../../application/consent-dossier/program-since';
import type { DunningNotice } from '../../domain/dunning-notices/decider';
import { HOW_TO_CANCEL, HOW_TO_CANCEL_AN_ORDER } from '../../domain/order/disclosure';
import type { Doing } from '../../domain/program-copy/events';
import { showImportedOrder } from '../orders/show-imported-order';
import { showOrder, showPricedLine } from '../orders/show-order';
import type {
  DoingView,
  DossierChargeView,
  DossierConsentView,
  DossierDunningView,
  DossierProgramView,
  DossierView,
} from './dossier.dto';

export function showDossier(dossier: Dossier): DossierView {
  return dossier.kind === 'imported' ? showImported(dossier) : showPlaced(dossier);
}

function showPlaced(dossier: PlacedDossier): DossierView {
  const { order, revision, agreement, personal, program, telephone } = dossier;
  const { payment, packages, ...view } = showOrder(order.orderId, order, revision);
  const leaves = program !== null || order.lines.some((line) => line.program !== null);
  const absent = typeof agreement === 'string' ? agreement : null;
  const consent = typeof agreement === 'string' ? null : showConsent(agreement, personal);
  return {
    order_id: view.order_id,
    status: view.status,
    customer_id: view.customer_id,
    campaign_id: view.campaign_id,
    call_id: view.call_id,
    agent_id: view.agent_id,
    call_centre_id: view.call_centre_id,
    currency: view.currency,
    placed_on: order.placedOn,
    placed: showDoing(dossier.sold),
    lines: view.lines,
    total_minor: order.totals.totalMinor,
    consent,
    consent_absent: absent,
    program: program && showProgram(dossier, program),
    charges: dossier.charges.map(showCharge),
    dunning_notices: dossier.dunning.map(showDunning),
    captured_minor: payment?.captured_minor ?? 0,
    refunded_minor: payment?.refunded_minor ?? 0,
    packages,
    ship_to: personal.shipTo && { ...personal.shipTo, lines: [...personal.shipTo.lines] },
    way_to_cancel: {
      words: leaves ? HOW_TO_CANCEL : HOW_TO_CANCEL_AN_ORDER,
      telephone: [...telephone],
    },
    ...unread(consent !== null, personal),
    revision,
  };
}

/** Which fields a reader misses, and whether for good. */
function unread(consented: boolean, { givenBy, shipTo, mayBeRead }: Personal) {
  const missing = [
    ...(consented && givenBy === null ? ['/consent/given_by'] : []),
    ...(shipTo === null ? ['/ship_to'] : []),
  ];
  return mayBeRead ? { erased: missing, withheld: [] } : { erased: [], withheld: missing };
}

function showConsent(
  { orderId, consent, recorded }: Agreement,
  { givenBy }: Personal,
): DossierConsentView {
  return {
    order_id: orderId,
    script_version: consent.scriptVersion,
    words: consent.words,
    recording_reference: consent.recordingReference,
    given_by: givenBy,
    given_at: consent.givenAt,
    recorded: showDoing(recorded),
  };
}

function showProgram(
  { order, startedBy }: PlacedDossier,
  { started, changes, notices, cancellations }: ProgramSince,
): DossierProgramView | null {
  if (order.origin.kind !== 'program') return null;
  return {
    subscription_id: order.origin.subscriptionId,
    cycle: order.origin.cycle,
    started_by_order_id: started?.orderId ?? null,
    agreed: startedBy.map(showPricedLine),
    changes: changes.map(({ change, from, to, consentReference, doing, eventId }) => ({
      change,
      from,
      to,
      consent_reference: consentReference,
      doing: doing && showDoing(doing),
      event_id: eventId,
    })),
    notices: notices.map((each) => ({
      notice: each.notice,
      cycle: each.cycle,
      due_on: each.dueOn,
      total_before_tax_minor: each.totalBeforeTaxMinor,
      words: each.words,
      at: each.at,
      event_id: each.eventId,
    })),
    cancellations: cancellations.map(({ reason, doing, eventId }) => ({
      reason,
      doing: doing && showDoing(doing),
      event_id: eventId,
    })),
  };
}

function showCharge({ doing, ...charge }: Charge): DossierChargeView {
  return {
    kind: charge.kind,
    amount_minor: charge.amountMinor,
    instalment: charge.instalment,
    payment_id: charge.paymentId,
    reference: charge.reference,
    detail: charge.detail,
    doing: showDoing(doing),
  };
}

function showDunning(told: DunningNotice): DossierDunningView {
  return {
    notice: told.notice,
    payment_id: told.paymentId,
    instalment: told.instalment,
    amount_minor: told.amountMinor,
    retry_at: told.retryAt,
    tries_left: told.triesLeft,
    because: told.because,
    at: told.at,
    event_id: told.eventId,
  };
}

function showDoing({ actor, callId, scriptVersion, at }: Doing): DoingView {
  return {
    actor: { kind: actor.kind, id: actor.id, call_centre_id: actor.callCentreId ?? null },
    call_id: callId,
    script_version: scriptVersion,
    at,
  };
}

/** Nothing was agreed here and nothing is charged: what the source said is all there is. */
function showImported({ order, revision }: ImportedDossier): DossierView {
  const view = showImportedOrder(order, revision);
  return {
    order_id: view.order_id,
    status: view.status,
    customer_id: view.customer_id,
    campaign_id: null,
    call_id: null,
    agent_id: null,
    call_centre_id: null,
    currency: view.currency,
    placed_on: view.placed_on!,
    placed: null,
    lines: view.lines,
    total_minor: order.totalMinor,
    consent: null,
    consent_absent: 'imported',
    program: null,
    charges: [],
    dunning_notices: [],
    captured_minor: 0,
    refunded_minor: 0,
    packages: [],
    ship_to: null,
    way_to_cancel: null,
    erased: [],
    withheld: [],
    revision,
  };
}
