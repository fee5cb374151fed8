import { NestedField, TextField } from '@continuo/http/fields';
import type { Consent } from '../domain/subscription/change';

/** What the customer agreed to. */
export class ConsentDto {
  @TextField({
    max: 2000,
    description: '`words` of the preview, as the customer was shown or read them',
  })
  words!: string;

  @TextField({
    max: 200,
    optional: true,
    example: 'rec-7',
    description: 'where it is kept: the recording, or what the page has stored',
  })
  reference?: string;
}

export class ConsentingDto {
  @NestedField(() => ConsentDto, {
    optional: true,
    description:
      'of a customer who acts for themself and is charged more, sooner or again, or before an approval than they were told (`consent_needed`)',
  })
  consent?: ConsentDto;
}

export function consentOf(dto: ConsentDto | undefined): Consent | undefined {
  return dto && { words: dto.words, reference: dto.reference ?? null };
}
