import { DomainError } from '@continuo/kernel/domain-error';

const POINTER = '/consent/words';

export const consentRequired = (words: string) =>
  new DomainError(
    'consent-required',
    'The customer would be charged more, sooner or again: show or read them the words of the preview and send them as consent.words.',
    'forbidden',
    { words },
    [{ pointer: POINTER, detail: 'Send the words of the preview, as the customer was told them.' }],
  );

export const consentOutdated = (words: string) =>
  new DomainError(
    'consent-outdated',
    'Since it was asked for, it would charge more, sooner or again than the customer was told: read them the words as they are now and send them as consent.words, or refuse it.',
    'conflict',
    { words },
    [
      {
        pointer: POINTER,
        detail: 'Send the words of the approval preview, as the customer was told them.',
      },
    ],
  );

export const consentWordsDiffer = (words: string) =>
  new DomainError(
    'consent-words-differ',
    'The consent is to other words than those of this change as things stand: preview it again and ask the customer again.',
    'conflict',
    { words },
    [{ pointer: POINTER, detail: 'Send the words of the preview, letter by letter.' }],
  );
