import { streamOf } from '@continuo/event-store/aggregate';
import type { Instant } from '@continuo/kernel/instant';
import { ERASED, PERSONAL_DATA, type PersonalData } from '@continuo/personal-data/personal-data';
import { Inject, Injectable } from '@nestjs/common';
import type { Address, Consent, SealedAddress } from '../../domain/order/events';
import { orderAggregate } from '../aggregates';

/** The consent as the caller tells it. */
export interface GivenConsent {
  readonly scriptVersion: string;
  readonly words: string;
  readonly recordingReference: string | null;
  readonly givenBy: string;
}

/** Seals the personal data of orders, and opens the address for whoever must see it. */
@Injectable()
export class OrderSeal {
  constructor(@Inject(PERSONAL_DATA) private readonly personal: PersonalData) {}

  async shipTo(address: Address, orderId: string, customerId: string): Promise<SealedAddress> {
    const stream = streamOf(orderAggregate, orderId);
    const field = 'shipTo';
    return {
      sealed: await this.personal.seal(address, { customerId, stream, field }),
      stream,
      field,
    };
  }

  async consent(
    given: GivenConsent,
    orderId: string,
    customerId: string,
    givenAt: Instant,
  ): Promise<Consent> {
    const stream = streamOf(orderAggregate, orderId);
    const { scriptVersion, words, recordingReference } = given;
    const givenBy = await this.personal.seal(given.givenBy, {
      customerId,
      stream,
      field: 'givenBy',
    });
    return { scriptVersion, words, recordingReference, givenBy, givenAt };
  }

  /** Who gave the consent of an order; null when the customer was erased. */
  async givenBy({ givenBy }: Consent, orderId: string, customerId: string): Promise<string | null> {
    const stream = streamOf(orderAggregate, orderId);
    const name = await this.personal.open(givenBy, { customerId, stream, field: 'givenBy' });
    return name === ERASED ? null : name;
  }

  /** Null when the customer was erased. */
  async address(
    { sealed, stream, field }: SealedAddress,
    customerId: string,
  ): Promise<Address | null> {
    const address = await this.personal.open(sealed, { customerId, stream, field });
    return address === ERASED ? null : address;
  }
}
