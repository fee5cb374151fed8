import type { Sealed } from '@continuo/kernel/sealed';

/** A person's name; personal data, sealed wherever it is kept. */
export interface PersonName {
  readonly first: string;
  readonly last: string;
}

/** All that is known of a person; sealed as one value when the customer is registered. */
export interface Profile {
  readonly name: PersonName;
  readonly phone: string | null;
  readonly email: string | null;
  readonly address: {
    readonly lines: readonly string[];
    readonly city: string;
    readonly region: string;
    readonly postcode: string;
    readonly country: string;
  } | null;
}

/** The parts of a profile that change one by one. */
export type ProfileField = keyof Profile;

export type SealedField = 'profile' | ProfileField;

/** A sealed value and the field it was sealed as: `profile` holds all parts, any other just its own. */
export interface SealedPart {
  readonly field: SealedField;
  readonly sealed: Sealed<unknown>;
}

/** One-way tokens to find a customer by; null when there is nothing to find. */
export interface FindableBy {
  readonly phone: string | null;
  readonly email: string | null;
  /** Last name and postcode together. */
  readonly namePostcode: string | null;
}

interface Changed {
  readonly customerId: string;
  readonly from: SealedPart;
  readonly to: SealedPart;
  readonly findableBy: FindableBy;
}

export type CustomerEvent =
  | {
      readonly type: 'customer.registered.v1';
      readonly data: {
        readonly customerId: string;
        readonly profile: Sealed<Profile>;
        readonly findableBy: FindableBy;
      };
    }
  | { readonly type: 'customer.name-changed.v1'; readonly data: Changed }
  | { readonly type: 'customer.phone-changed.v1'; readonly data: Changed }
  | { readonly type: 'customer.email-changed.v1'; readonly data: Changed }
  | { readonly type: 'customer.address-changed.v1'; readonly data: Changed }
  | {
      readonly type: 'customer.erasure-requested.v1';
      readonly data: { readonly customerId: string; readonly requestedAt: string };
    }
  | { readonly type: 'customer.erased.v1'; readonly data: { readonly customerId: string } };
