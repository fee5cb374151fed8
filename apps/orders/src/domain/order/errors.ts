import { DomainError, notFound } from '@continuo/kernel/domain-error';

export const orderNotFound = (orderId: string) => notFound('order', orderId);

export const notADraft = (status: string) =>
  new DomainError(
    'order-not-draft',
    `Only a draft can be changed or placed; this order is ${status}.`,
    'not-allowed-now',
    { status },
  );

export const dossierNeedsPlacement = (status: string) =>
  new DomainError(
    'order-not-placed',
    `A dossier speaks of what was agreed and charged, and this order is ${status}: place it first.`,
    'not-allowed-now',
    { status },
  );

export const noLines = () =>
  new DomainError('order-has-no-lines', 'Add a line before placing the order.');

export const consentMissing = () =>
  new DomainError(
    'consent-missing',
    'A program is charged only after consent: read the words of the quote aloud and record the consent first.',
  );

export const depositNeedsConsent = () =>
  new DomainError(
    'consent-missing',
    'A deposit is charged before goods leave: read the words of the quote aloud and record the consent first.',
  );

export const noSuchLine = (lineId: string) => notFound('line', lineId);

export const paymentNotDeclined = (payment: string) =>
  new DomainError(
    'payment-not-declined',
    `Another token can be tried after a decline; the payment is ${payment}.`,
    'not-allowed-now',
    { payment_state: payment },
  );

export const alreadyReleased = () =>
  new DomainError('order-already-released', 'The order is with fulfilment: cancel it instead.');

export const notHeld = (status: string) =>
  new DomainError(
    'order-not-held',
    `Only a held order is released; this one is ${status}.`,
    'not-allowed-now',
    {
      status,
    },
  );

export const notReleased = (status: string) =>
  new DomainError(
    'order-not-released',
    `Nothing ships before the release; this order is ${status}.`,
    'not-allowed-now',
    {
      status,
    },
  );

export const paymentUnsettled = () =>
  new DomainError(
    'payment-unknown',
    'The gateway has not said what became of the charge: the hold ends by itself when it has.',
  );

export const nothingToCancel = (status: string) =>
  new DomainError(
    'nothing-to-cancel',
    `All goods have left; this order is ${status}.`,
    'not-allowed-now',
    {
      status,
    },
  );

export const cancellationPending = () =>
  new DomainError(
    'cancellation-pending',
    'Fulfilment has been asked to cancel and has not answered yet.',
  );

export const orderCancelled = () =>
  new DomainError(
    'order-cancelled',
    'The order is cancelled: nothing can be done with it any more.',
  );

export const tooManyShipped = (lineId: string, outstanding: number) =>
  new DomainError(
    'more-than-outstanding',
    `Only ${outstanding} of ${lineId} are left to be shipped.`,
    'invalid',
    { line_id: lineId, outstanding },
  );

export const packageUnknown = (packageId: string) => notFound('package', packageId);

export const notPlaced = (status: string) =>
  new DomainError(
    'order-not-placed',
    `Place the order first; it is ${status}.`,
    'not-allowed-now',
    {
      status,
    },
  );
