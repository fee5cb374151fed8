import { InstantField, IntegerField, NestedField, TextField } from '@continuo/http/fields';
import { ApiProperty } from '@nestjs/swagger';

export class PaymentHistoryEntryView {
  @IntegerField({ min: 0 })
  revision!: number;

  @TextField({ description: "the event's id in the record" })
  event_id!: string;

  @TextField({ example: 'payment.authorised.v1' })
  type!: string;

  @InstantField({ description: 'when it was true' })
  effective_at!: string;

  @InstantField({ description: 'when it was written' })
  recorded_at!: string;

  @ApiProperty({ type: 'object', additionalProperties: true, description: 'who did it' })
  actor!: object;

  @TextField({ nullable: true })
  call_id!: string | null;

  @TextField({ nullable: true })
  script_version!: string | null;

  @TextField({ nullable: true, description: 'the event or request that caused it' })
  causation_id!: string | null;

  @ApiProperty({ type: 'object', additionalProperties: true, description: 'what happened' })
  data!: object;
}

export class PaymentHistoryView {
  @NestedField(() => PaymentHistoryEntryView, { array: true })
  items!: PaymentHistoryEntryView[];
}
