import { FlagField, TextField } from '@continuo/http/fields';

/** Why programs are cancelled; retention is measured by these. For fraud, dispute, discontinued and deceased it is the seller who ends them. */
export const CANCELLATION_REASONS = [
  'too-expensive',
  'too-much-product',
  'not-satisfied',
  'health',
  'moved',
  'competitor',
  'not-as-described',
  'duplicate',
  'deceased',
  'fraud',
  'dispute',
  'discontinued',
  'other',
] as const;

/** Why programs are put on hold. */
export const HOLD_REASONS = [
  'customer-request',
  'address',
  'fraud-check',
  'stock',
  'dispute',
  'other',
] as const;

/** What was offered to a customer who wanted to leave. */
export class SaveOfferDto {
  @TextField({ max: 64, example: 'half-price-3' })
  offer!: string;

  @FlagField({ example: false })
  taken!: boolean;
}
