import {
  ChoiceField,
  CountryField,
  EmailField,
  IdField,
  IntegerField,
  NestedField,
  TextField,
} from '@continuo/http/fields';
import type { Profile } from '../../domain/customer/events';
import type { KnownCustomer } from '../../domain/customer/state';
import { requirePhone } from '../../application/selling/contact';

export class NameBody {
  @TextField({ max: 100, example: 'Pat' }) first!: string;
  @TextField({ max: 100, example: 'Miller' }) last!: string;
}

export class PostalAddressBody {
  @TextField({ array: { min: 1, max: 4 }, max: 120, example: ['12 Elm Street'] }) lines!: string[];
  @TextField({ max: 100, example: 'Sacramento' }) city!: string;
  @TextField({ max: 10, min: 0, optional: true, example: 'CA', description: 'state or province' })
  region?: string;
  @TextField({ max: 20, example: '95814' }) postcode!: string;
  @CountryField() country!: string;
}

export class CustomerBody {
  @NestedField(() => NameBody) name!: NameBody;
  @TextField({ max: 40, optional: true, nullable: true, example: '+19165550123' })
  phone?: string | null;
  @EmailField({ optional: true, nullable: true }) email?: string | null;
  @NestedField(() => PostalAddressBody, { optional: true, nullable: true })
  address?: PostalAddressBody | null;
}

export class PhoneBody {
  @TextField({ max: 40, nullable: true, example: '+19165550124' }) phone!: string | null;
}

export class EmailBody {
  @EmailField({ nullable: true }) email!: string | null;
}

export class CustomerView {
  @IdField('cus') customer_id!: string;
  @ChoiceField(['active', 'erasing', 'erased']) status!: string;
  @NestedField(() => NameBody, { nullable: true }) name!: NameBody | null;
  @TextField({ nullable: true }) phone!: string | null;
  @TextField({ nullable: true }) email!: string | null;
  @NestedField(() => PostalAddressBody, { nullable: true }) address!: PostalAddressBody | null;
  @IntegerField() revision!: number;
}

export function addressOf(body: PostalAddressBody): NonNullable<Profile['address']> {
  return {
    lines: body.lines,
    city: body.city,
    region: (body.region ?? '').toUpperCase(),
    postcode: body.postcode,
    country: body.country,
  };
}

export function profileOf(body: CustomerBody, at = ''): Profile {
  return {
    name: { first: body.name.first, last: body.name.last },
    phone: body.phone ? requirePhone(body.phone, `${at}/phone`) : null,
    email: body.email ?? null,
    address: body.address ? addressOf(body.address) : null,
  };
}

/** `profile` is null when the person was erased: nothing is left to show. */
export function customerView(
  customer: KnownCustomer,
  profile: Profile | null,
  revision: number,
): CustomerView {
  return {
    customer_id: customer.customerId,
    status: customer.status,
    name: profile && { ...profile.name },
    phone: profile && profile.phone,
    email: profile && profile.email,
    address: profile?.address ? { ...profile.address, lines: [...profile.address.lines] } : null,
    revision,
  };
}
