import { ChoiceField, FlagField, IdField, TextField } from '@continuo/http/fields';

export class NoticeReceivedView {
  @FlagField()
  received!: boolean;

  @ChoiceField(
    [
      'rechecked',
      'under-way',
      'nothing-open',
      'dispute-noted',
      'card-noted',
      'unmatched',
      'ignored',
      'duplicate',
    ],
    { description: 'what was made of it' },
  )
  outcome!: string;
}

export class SettleNoticeDto {
  @TextField({ max: 500, example: 'a charge of the web shop, which uses the same account' })
  reason!: string;
}

export class NoticeSettledView {
  @IdField('ntc')
  notice_id!: string;

  @FlagField()
  settled!: boolean;
}
