import { withDeadline } from './connection';
import type { DueChange, RecordSide } from './record-side';

/**
 * Notes due dates beside the record, those of one moment together: while some are being saved, the
 * next gather. A burst of appends costs a few saves, not one each.
 */
export class DueNotes {
  private gathered: DueChange[] = [];
  private next: Promise<void> | undefined;
  private saving: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly side: Pick<RecordSide, 'saveDue'>,
    private readonly deadlineMs: number,
  ) {}

  /** Resolves when it is saved; rejects for all that were gathered with it. */
  note(change: DueChange): Promise<void> {
    this.gathered.push(change);
    this.next ??= this.saving.then(() => this.save());
    return this.next;
  }

  private save(): Promise<void> {
    const changes = this.gathered;
    this.gathered = [];
    this.next = undefined;
    const saved = withDeadline(this.side.saveDue(changes), this.deadlineMs);
    this.saving = saved.catch(() => undefined);
    return saved;
  }
}
