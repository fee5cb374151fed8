import { ChoiceField, IdField, InstantField, NestedField, TextField } from '@continuo/http/fields';
import { PageView } from '@continuo/http/paging';

export class WorkItemView {
  @TextField({ description: 'of the attempt, or of the notice' })
  work_id!: string;

  @ChoiceField(['attempt', 'notice'])
  kind!: string;

  @IdField('pay', { nullable: true })
  payment_id!: string | null;

  @TextField({ max: 1_000, description: 'why it waits for a person' })
  cause!: string;

  @InstantField()
  since!: string;
}

export class WorkListView extends PageView {
  @NestedField(() => WorkItemView, { array: true })
  items!: WorkItemView[];
}

export class ResolutionDto {
  @TextField({ max: 120, description: 'the work_id of the work list' })
  attempt_id!: string;

  @ChoiceField(['succeeded', 'declined', 'noted'], {
    description:
      'what was found at the gateway; noted takes what it refused off the list and changes nothing',
  })
  outcome!: 'succeeded' | 'declined' | 'noted';

  @TextField({
    optional: true,
    max: 200,
    example: 'pi_3MtwBwLkdIwHu7ix28a3tqPa',
    description: "the gateway's own id of what it did; for succeeded",
  })
  reference?: string;

  @TextField({ max: 500, example: 'found in the dashboard, charged on 3 March' })
  reason!: string;
}
