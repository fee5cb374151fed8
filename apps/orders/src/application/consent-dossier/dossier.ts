import type { DunningNotice } from '../../domain/dunning-notices/decider';
import type { KnownImportedOrder } from '../../domain/imported-order/state';
import type { Address, Consent } from '../../domain/order/events';
import type { PricedLine } from '../../domain/order/line';
import type { Placed } from '../../domain/order/state';
import type { Doing } from '../../domain/program-copy/events';
import type { Charge } from './charges';
import type { ProgramSince } from './program-since';

/** The consent that an order rests on, and who recorded it. */
export interface Agreement {
  /** The order with which it was given: of a renewal, the one that started the program. */
  readonly orderId: string;
  readonly consent: Consent;
  readonly recorded: Doing;
}

/** Why there is no consent to show. */
export type Absence = 'imported' | 'no-program' | 'not-recorded' | 'start-unknown';

export interface PlacedDossier {
  readonly kind: 'placed';
  readonly order: Placed;
  readonly revision: number;
  readonly sold: Doing;
  readonly agreement: Agreement | Absence;
  /** Of the order that started the program, the lines that did. */
  readonly startedBy: readonly PricedLine[];
  readonly program: ProgramSince | null;
  readonly charges: readonly Charge[];
  /** Of charges that could not be collected. */
  readonly dunning: readonly DunningNotice[];
  /** Numbers at which the campaign is reached. */
  readonly telephone: readonly string[];
  readonly personal: Personal;
}

export interface ImportedDossier {
  readonly kind: 'imported';
  readonly order: KnownImportedOrder;
  readonly revision: number;
}

export type Dossier = PlacedDossier | ImportedDossier;

/** Null where it is erased, or not for the reader. */
export interface Personal {
  readonly givenBy: string | null;
  readonly shipTo: Address | null;
  readonly mayBeRead: boolean;
}
