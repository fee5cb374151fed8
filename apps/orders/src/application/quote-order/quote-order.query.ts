import type { Instant } from '@continuo/kernel/instant';
import { Query } from '@nestjs/cqrs';
import type { BoundTo } from '../../domain/order/access';
import type { ProgramTerms } from '../../domain/order/line';
import type { Priced, PreviewedCycle } from '../../domain/order/pricing';

export interface Quote extends Priced {
  readonly orderId: string;
  readonly currency: string;
  readonly placedOn: string;
  readonly programs: readonly {
    readonly lineId: string;
    readonly terms: ProgramTerms;
    readonly cycles: readonly PreviewedCycle[];
  }[];
  /** To be read aloud, word for word, before consent. */
  readonly words: string;
  readonly depositMinor: number;
  readonly consentNeeded: boolean;
  readonly revision: number;
}

/** What a draft would cost if it were placed now; changes nothing. */
export class QuoteOrder extends Query<Quote> {
  constructor(
    readonly orderId: string,
    readonly boundTo: BoundTo,
    readonly now: Instant,
    /** To be charged at once; 0 is none. */
    readonly depositMinor: number,
  ) {
    super();
  }
}
