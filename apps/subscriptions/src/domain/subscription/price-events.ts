import type { LocalDate } from '@continuo/kernel/instant';
import type { Calendar, Fact } from './fact';
import type { KeepingRule } from './price-move';
import type { PriceMove } from './terms';

/** The customer is told of a new price, the cycle from which it holds, and how to leave: the notice itself. */
export type PriceMoveAnnounced = Fact<
  'subscription.price-move-announced.v1',
  Calendar &
    PriceMove & {
      readonly dueOn: LocalDate;
      readonly fromMinor: number;
      readonly toMinor: number;
      readonly totalBeforeTaxMinor: number;
      readonly currency: string;
      readonly words: string;
    }
>;

/** From this cycle on the program has the prices of another version of its plan. */
export type PriceVersionMoved = Fact<
  'subscription.price-version-moved.v1',
  Calendar &
    Pick<PriceMove, 'rolloutId' | 'prices'> & {
      readonly cycle: number;
      readonly fromVersion: number;
      readonly toVersion: number;
      readonly fromMinor: number;
      readonly toMinor: number;
    }
>;

/** The price that the customer was told of does not come: the roll-out was stopped, or a rule keeps the old one. */
export type PriceMoveWithdrawn = Fact<
  'subscription.price-move-withdrawn.v1',
  Calendar & { readonly rolloutId: string; readonly because: 'stopped' | KeepingRule }
>;

export type PriceFact = PriceMoveAnnounced | PriceVersionMoved | PriceMoveWithdrawn;
