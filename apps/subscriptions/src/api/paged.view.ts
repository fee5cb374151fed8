import { FlagField, IntegerField, TextField } from '@continuo/http/fields';

/** What every page of a list says beside its items. */
export class PageView {
  @FlagField()
  has_more!: boolean;

  @TextField({ nullable: true, description: '`?cursor=` of the next page' })
  next_cursor!: string | null;

  @IntegerField({ description: 'position of the record that the list reflects' })
  position!: number;
}
