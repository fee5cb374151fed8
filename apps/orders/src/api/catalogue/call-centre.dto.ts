import { ChoiceField, IdField, IntegerField, TextField } from '@continuo/http/fields';

export class CallCentreBody {
  @IdField('cc', { optional: true, example: 'cc_northline' }) call_centre_id?: string;
  @TextField({ example: 'Northline' }) name!: string;
}

export class CallCentreView extends CallCentreBody {
  @IntegerField() revision!: number;
}

export class AgentBody {
  @IdField('agt', { optional: true, example: 'agt_nora' }) agent_id?: string;
  @TextField({ example: 'Nora Field' }) name!: string;
  @IdField('cc', { example: 'cc_northline' }) call_centre_id!: string;
}

export class AgentView extends AgentBody {
  @ChoiceField(['active', 'left']) status!: string;
  @IntegerField() revision!: number;
}

export class MoveAgentBody {
  @IdField('cc', { example: 'cc_southline' }) call_centre_id!: string;
}
