import { invalid } from '@continuo/kernel/domain-error';
import type { PersonalData } from '@continuo/personal-data/personal-data';
import parsePhoneNumber from 'libphonenumber-js';
import type { FindableBy, Profile } from '../../domain/customer/events';

const E164 = /^\+[1-9]\d{6,14}$/;
const DEFAULT_COUNTRY = 'US';

/** The number in E.164; one without a country code is read as North American. Null when it is none. */
export function phoneOf(text: string): string | null {
  if (E164.test(text)) return text;
  const parsed = parsePhoneNumber(text, DEFAULT_COUNTRY);
  return parsed?.isPossible() ? parsed.number : null;
}

export function requirePhone(text: string, pointer: string): string {
  const phone = phoneOf(text);
  if (phone === null)
    throw invalid('bad-phone', pointer, 'Send a telephone number, best in E.164 form.');
  return phone;
}

export function emailToken(personal: PersonalData, email: string): string {
  return personal.blindIndex('email', email.trim().toLowerCase());
}

export function namePostcodeToken(personal: PersonalData, last: string, postcode: string): string {
  return personal.blindIndex('name', `${plain(last)}|${plain(postcode)}`);
}

/** Letters and digits alone, without accents or case: what people spell the same. */
function plain(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{Letter}\p{Number}]/gu, '');
}

/** The one-way tokens under which a person will be found. */
export function findableBy(
  personal: PersonalData,
  { name, phone, email, address }: Profile,
): FindableBy {
  return {
    phone: phone === null ? null : personal.blindIndex('phone', phone),
    email: email === null ? null : emailToken(personal, email),
    namePostcode:
      address === null ? null : namePostcodeToken(personal, name.last, address.postcode),
  };
}
