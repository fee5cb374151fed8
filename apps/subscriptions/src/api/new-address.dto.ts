import { CountryField, TextField } from '@continuo/http/fields';

/** Where a program ships from now on; encrypted before it is kept. */
export class NewAddressDto {
  @TextField({ max: 120, example: 'Pat Miller' })
  name!: string;

  @TextField({ array: { min: 1, max: 4 }, max: 120, example: ['9 Oak Avenue'] })
  lines!: string[];

  @TextField({ max: 100, example: 'Denver' })
  city!: string;

  @TextField({ max: 10, min: 0, optional: true, example: 'CO', description: 'state or province' })
  region?: string;

  @TextField({ max: 20, example: '80202' })
  postcode!: string;

  @CountryField()
  country!: string;
}
