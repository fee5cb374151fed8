import { ACTOR_KINDS } from '@continuo/kernel/actor';
import { ChoiceField, InstantField, TextField } from './fields';
import { PageQuery } from './paging';

/** Query of a history; both instants inclusive, by when a change was recorded. */
export class HistoryQuery extends PageQuery {
  @InstantField({ optional: true, description: 'recorded then or later' })
  from?: string;

  @InstantField({ optional: true, description: 'recorded then or earlier' })
  until?: string;

  @TextField({ optional: true, example: 'agt_nora', description: 'who did it' })
  actor_id?: string;

  @ChoiceField(ACTOR_KINDS, {
    optional: true,
    example: 'customer',
    description: 'who did it: a customer by self-service, an ivr, an agent, ...',
  })
  actor_kind?: string;

  @TextField({
    optional: true,
    example: 'call-1',
    description: 'the call during which it was done',
  })
  call_id?: string;

  @TextField({ optional: true, example: 'interval', description: 'what it is about' })
  field?: string;

  @TextField({ optional: true, example: 'interval-changed', description: 'the kind of change' })
  change?: string;
}
