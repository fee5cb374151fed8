import { EmailField, TextField } from '@continuo/http/fields';

export class CustomerSearchQueryDto {
  @TextField({ max: 40, optional: true, example: '+19165550123' }) phone?: string;
  @EmailField({ optional: true }) email?: string;
  @TextField({ max: 100, optional: true, description: 'together with postcode' })
  last_name?: string;
  @TextField({ max: 20, optional: true }) postcode?: string;
  @TextField({
    max: 100,
    optional: true,
    example: 'online-retail',
    description: 'of an imported history; together with number',
  })
  source?: string;
  @TextField({ max: 100, optional: true, description: "the customer's number in the source" })
  number?: string;
}
