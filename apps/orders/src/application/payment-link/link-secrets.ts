import { hash, timingSafeEqual } from 'node:crypto';
import { PERSONAL_DATA, type PersonalData } from '@continuo/personal-data/personal-data';
import { Inject, Injectable } from '@nestjs/common';

/** `pls_<id of the link>_<128 bits that only the holder of the keys can make>`. */
const SECRET = /^pls_([0-9a-f]{32})_[\w-]{22}$/;

/**
 * Makes and knows the secrets of payment links. A secret follows from its link's id, so that a request
 * repeated after a crash is answered with the same one although none is kept.
 */
@Injectable()
export class LinkSecrets {
  constructor(@Inject(PERSONAL_DATA) private readonly personal: PersonalData) {}

  of(paymentLinkId: string): string {
    const token = this.personal.blindIndex('payment-link', paymentLinkId);
    return `pls_${paymentLinkId.slice(4)}_${token}`;
  }
}

/** The link that a secret names, whether it is the right one or not. */
export function linkIdOf(secret: string): string | undefined {
  const [, id] = SECRET.exec(secret) ?? [];
  return id === undefined ? undefined : `plk_${id}`;
}

export function hashOf(secret: string): string {
  return hash('sha256', secret, 'hex');
}

export function isSecretOf(secret: string, secretHash: string): boolean {
  return timingSafeEqual(Buffer.from(hashOf(secret)), Buffer.from(secretHash));
}
